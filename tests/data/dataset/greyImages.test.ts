import { expect, test } from 'vitest';
import type { Dataset, Split } from '#passband/data/dataset/dataset.ts';
import { greyDataset } from '#passband/data/dataset/greyImages.ts';

const common = { name: 'colours', classes: ['a', 'b'], shape: [3, 1, 2], notices: [], hashes: {} } as const;

test('grey is 0.299 red + 0.587 green + 0.114 blue, and grey stays grey', () => {
  const images = Uint8Array.of(255, 90, 0, 90, 0, 90, 0, 0, 255, 0, 0, 255);
  const split: Split = { images, labels: Int32Array.of(0, 1), count: 2 };
  const dataset: Dataset = { ...common, train: split, test: split };
  const { shape, test: found } = greyDataset(dataset);
  expect(shape).toEqual([1, 1, 2]);
  expect(found).toEqual({
    images: Uint8Array.of(Math.round(0.299 * 255), 90, Math.round(0.587 * 255), Math.round(0.114 * 255)),
    labels: split.labels,
    count: 2,
  });
  const floats: Split = { ...split, images: Float32Array.from(images, (byte) => byte / 255) };
  const { images: grey } = greyDataset({ ...dataset, test: floats }).test;
  expect(Array.from(grey)).toEqual([0.299, 90 / 255, 0.587, 0.114].map((value) => expect.closeTo(value, 6)));
});
