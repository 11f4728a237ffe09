import { expect, test } from 'vitest';
import { fromFloat16, toFloat16 } from '#passband/tensor/float16.ts';

test('every half-precision number keeps its bits on the way to float32 and back', () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, index) => index);
  const numbers = fromFloat16(bits);
  const wrong = bits.filter(
    (half, index) => !Number.isNaN(numbers[index]) && toFloat16(numbers[index]) !== half,
  );
  expect([...wrong]).toEqual([]);
  expect(numbers.filter(Number.isNaN)).toHaveLength(2 * 1023);
});

test.each([
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [65520, 0x7c00],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 - 2 ** -12, 0x4000],
  [Number.NaN, 0x7e00],
])('%d rounds to the bits %i, ties to even', (value, bits) => {
  expect(toFloat16(value)).toBe(bits);
});
