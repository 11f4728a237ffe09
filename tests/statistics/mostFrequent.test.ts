import { expect, it } from 'vitest';
import { mostFrequent } from '#passband/statistics/mostFrequent.ts';

it('counts values', () => {
  expect(mostFrequent([1, 1, 0, 1])).toEqual({ value: 1, count: 3 });
  expect(mostFrequent(Int32Array.of(2, 5, 5, 2))).toEqual({ value: 2, count: 2 });
  expect(mostFrequent([])).toBeUndefined();
});
