import { expect, test } from 'vitest';
import { elementArrays, float32, int64, sizeOf, slice, tensor } from '#passband/tensor/tensor.ts';

test('the size of a shape is the product of its dimensions, 1 for a scalar', () => {
  expect([sizeOf([2, 3, 4]), sizeOf([]), sizeOf([5, 0])]).toEqual([24, 1, 0]);
});

test('a tensor wraps its data without copying', () => {
  const data = Int32Array.of(1, 2, 3, 4, 5, 6);
  expect(tensor('int32', [2, 3], data).data).toBe(data);
  const floats = new Float32Array(4);
  expect(float32([2, 2], floats).data).toBe(floats);
});

test('a tensor refuses data of another size than its shape', () => {
  expect(() => tensor('uint8', [2, 3], new Uint8Array(5))).toThrow(
    new RangeError('tensor: shape [2,3] needs 6 elements, got 5'),
  );
});

test('float32 without data is zeros, and plain numbers are rounded to single precision', () => {
  expect([...float32([2, 2]).data]).toEqual([0, 0, 0, 0]);
  expect(float32([1], [0.1]).data[0]).toBe(Math.fround(0.1));
});

test('int64 holds plain numbers as big integers', () => {
  expect(int64([2], [-1, 2 ** 40])).toEqual({
    type: 'int64',
    shape: [2],
    data: BigInt64Array.of(-1n, 2n ** 40n),
  });
});

test('a slice is a view on images start to end', () => {
  const batch = float32([3, 1, 2], [0, 1, 2, 3, 4, 5]);
  const middle = slice(batch, 1, 2);
  expect([middle.shape, [...middle.data]]).toEqual([
    [1, 1, 2],
    [2, 3],
  ]);
  middle.data[0] = 9;
  expect(batch.data[2]).toBe(9);
});

test('every element type has an array that is as wide as its name says', () => {
  for (const [type, array] of Object.entries(elementArrays)) {
    const bits = type === 'bool' ? 8 : Number(/\d+$/.exec(type)![0]);
    expect([type, array.BYTES_PER_ELEMENT * 8]).toEqual([type, bits]);
  }
});
