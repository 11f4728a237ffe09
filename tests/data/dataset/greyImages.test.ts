import { expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { type Dataset, readWhole, type Split } from '#passband/data/dataset/dataset.ts';
import { greyDataset } from '#passband/data/dataset/greyImages.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const common = { name: 'colours', classes: ['a', 'b'], shape: [3, 1, 2], notices: [], hashes: {} } as const;

test('grey is 0.299 red + 0.587 green + 0.114 blue, and grey stays grey', async () => {
  const bytes = Uint8Array.of(255, 90, 0, 90, 0, 90, 0, 0, 255, 0, 0, 255);
  const split: Split = { images: arrayImages(bytes, [3, 1, 2]), labels: Int32Array.of(0, 1), count: 2 };
  const dataset: Dataset = { ...common, train: split, test: split };
  const { shape, test: found } = greyDataset(dataset);
  expect(shape).toEqual([1, 1, 2]);
  expect(found.images).toMatchObject({ shape, count: 2, isEightBit: true });
  const { images, labels } = await readWhole(found);
  // Grey of bytes is the nearest byte.
  expect(images).toEqual(
    float32(
      [2, 1, 1, 2],
      [0.299 * 255, 90, 0.587 * 255, 0.114 * 255].map((luma) => Math.round(luma) / 255),
    ),
  );
  expect(labels).toEqual(split.labels);
  const floats: Split = {
    ...split,
    images: arrayImages(
      Float32Array.from(bytes, (byte) => byte / 255),
      [3, 1, 2],
    ),
  };
  const { images: grey } = await readWhole(greyDataset({ ...dataset, test: floats }).test);
  expect(Array.from(grey.data)).toEqual(
    [0.299, 90 / 255, 0.587, 0.114].map((value) => expect.closeTo(value, 6)),
  );
});
