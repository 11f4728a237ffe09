import { expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { readBatch, readWhole, type Split, selectImages } from '#passband/data/dataset/dataset.ts';

const shape = [2, 1, 2] as const;
const bytes = {
  images: arrayImages(Uint8Array.of(0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6), shape),
  labels: Int32Array.of(7, 8, 9),
  count: 3,
};
const pixels = Float32Array.from(bytes.images.pixels, (byte) => byte / 100 - 1);
const floats: Split = { ...bytes, images: arrayImages(pixels, shape) };

test('a batch has the images at the indices, in their order, bytes divided by 255', async () => {
  const { images, labels } = await readBatch(bytes, [2, 0, 2]);
  expect(images.shape).toEqual([3, 2, 1, 2]);
  const last = [3, 4, 5, 6].map((byte) => Math.fround(byte / 255));
  expect([...images.data]).toEqual([...last, ...[0, 0.2, 0.4, 0.6].map(Math.fround), ...last]);
  expect([...labels]).toEqual([9, 7, 9]);
});

test('float images come as they are', async () => {
  expect([...(await readBatch(floats, [1])).images.data]).toEqual([...pixels.slice(4, 8)]);
});

test('a batch has memory of its own', async () => {
  const { images } = await readBatch(floats, [0]);
  images.data[0] = 5;
  expect(pixels[0]).toBe(-1);
});

test('an empty batch has no images', async () => {
  expect((await readBatch(bytes, [])).images.shape).toEqual([0, 2, 1, 2]);
});

test.each([3, -1, Number.NaN])('index %s of three images is refused', async (index) => {
  await expect(readBatch(bytes, [0, index])).rejects.toThrow(
    new RangeError(`readBatch: index must be in 0 … 2, got ${index}`),
  );
});

test.each([
  ['bytes', bytes],
  ['floats', floats],
])('selected %s are the images at the indices, in their order, with their labels', async (_, split) => {
  const chosen = selectImages(split, [2, 1]);
  expect(chosen.count).toBe(2);
  expect(await readWhole(chosen)).toEqual(await readBatch(split, [2, 1]));
});
