import { expect, it } from 'vitest';
import { argmax } from '#passband/tensor/argmax.ts';

it('the largest of equal values is the first', () => {
  expect(argmax([1, 3, 2, 3])).toBe(1);
  expect(argmax(Float32Array.of(-2, -1))).toBe(1);
  expect(argmax([-Infinity, -Infinity])).toBe(0);
  expect(argmax([7])).toBe(0);
});

it('NaN is larger than nothing', () => {
  expect(argmax([1, NaN, 2])).toBe(2);
});
