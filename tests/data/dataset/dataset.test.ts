import { expect, test } from 'vitest';
import { readBatch, type Split } from '#passband/data/dataset/dataset.ts';
import { selectImages } from '#passband/data/dataset/selectImages.ts';

const shape = [2, 1, 2] as const;
const bytes: Split = {
  images: Uint8Array.of(0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(7, 8, 9),
  count: 3,
};
const floats: Split = { ...bytes, images: Float32Array.from(bytes.images, (byte) => byte / 100 - 1) };

test('a batch has the images at the indices, in their order, bytes divided by 255', () => {
  const { images, labels } = readBatch(shape, bytes, [2, 0, 2]);
  expect(images.shape).toEqual([3, 2, 1, 2]);
  const last = [3, 4, 5, 6].map((byte) => Math.fround(byte / 255));
  expect([...images.data]).toEqual([...last, ...[0, 0.2, 0.4, 0.6].map(Math.fround), ...last]);
  expect([...labels]).toEqual([9, 7, 9]);
});

test('float images come as they are', () => {
  expect([...readBatch(shape, floats, [1]).images.data]).toEqual([...floats.images.slice(4, 8)]);
});

test('a batch has memory of its own', () => {
  const { images } = readBatch(shape, floats, [0]);
  images.data[0] = 5;
  expect(floats.images[0]).toBe(-1);
});

test('an empty batch has no images', () => {
  expect(readBatch(shape, bytes, []).images.shape).toEqual([0, 2, 1, 2]);
});

test.each([3, -1, Number.NaN])('index %s of three images is refused', (index) => {
  expect(() => readBatch(shape, bytes, [0, index])).toThrow(
    new RangeError(`readBatch: index must be in 0 … 2, got ${index}`),
  );
});

test.each([
  ['bytes', bytes],
  ['floats', floats],
])('selected %s are the images at the indices, in their order, with memory of their own', (_, split) => {
  const chosen = selectImages(shape, split, [2, 1]);
  expect(chosen.images.constructor).toBe(split.images.constructor);
  expect([...chosen.images]).toEqual([...split.images.slice(8, 12), ...split.images.slice(4, 8)]);
  expect([[...chosen.labels], chosen.count]).toEqual([[9, 8], 2]);
  chosen.images[0] = 99;
  expect(split.images[8]).not.toBe(99);
});
