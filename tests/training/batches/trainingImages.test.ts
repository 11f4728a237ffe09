import { describe, expect, test } from 'vitest';
import { readBatch } from '#passband/data/dataset/dataset.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { splitTraining } from '#passband/training/batches/splitTraining.ts';
import { measuredImages, type TrainedOn, trainingImages } from '#passband/training/batches/trainingImages.ts';
import { tinyDataset } from '../tinyRun.ts';

const { train, shape } = tinyDataset();
const paper: TrainedOn = {
  preset: 'paper',
  adversarialEpsilon: '0',
  adversarialShare: 1,
  trainOn: 'x',
  trainRadius: null,
  distance: 'l2',
};
const authors: TrainedOn = { ...paper, preset: 'authors' };
const size = 32;
const imageOf = (data: Float32Array, row: number) => data.subarray(row * size, (row + 1) * size);
const largest = (data: Float32Array) => data.reduce((most, value) => Math.max(most, value), -Infinity);

describe('trainingImages', () => {
  test('the paper trains on images as they are', () => {
    const indices = Uint32Array.of(5, 0, 46);
    expect(trainingImages(train, shape, paper)(indices)).toEqual(readBatch(shape, train, indices));
  });

  test("the authors' code divides each training image by its maximum", () => {
    const indices = Uint32Array.of(5, 0, 46);
    const raw = readBatch(shape, train, indices);
    const { images, labels } = trainingImages(train, shape, authors)(indices);
    expect(labels).toEqual(raw.labels);
    for (let row = 0; row < 3; row++) {
      const own = imageOf(raw.images.data, row);
      imageOf(images.data, row).forEach((value, pixel) => {
        expect(value).toBeCloseTo(own[pixel] / largest(own), 6);
      });
    }
  });

  test.each([
    ['lfc', 'paper', 'inclusive'],
    ['hfc', 'paper', 'inclusive'],
    ['lfc', 'authors', 'exclusive'],
    ['hfc', 'authors', 'exclusive'],
  ] as const)(
    '%s of the preset %s is the %s component, divided by its maximum',
    (trainOn, preset, boundary) => {
      const read = trainingImages(train, shape, { ...paper, preset, trainOn, trainRadius: 1 });
      const indices = Uint32Array.of(3, 1, 2);
      const raw = readBatch(shape, train, indices);
      const component = splitFrequencies(raw.images, 1, { boundary })[trainOn].data;
      // The second batch overlaps the first, so that some of its images were computed before.
      for (const batch of [indices, Uint32Array.of(2, 40, 3)]) {
        const { images, labels } = read(batch);
        expect(images.shape).toEqual([3, ...shape]);
        expect([...labels]).toEqual([...batch].map((index) => train.labels[index]));
        batch.forEach((index, row) => {
          const known = indices.indexOf(index);
          if (known < 0) return;
          const own = imageOf(component, known);
          imageOf(images.data, row).forEach((value, pixel) => {
            expect(value).toBeCloseTo(own[pixel] / largest(own), 6);
          });
        });
      }
    },
  );

  test('training images are measured raw by the paper, over their maximum by the authors', () => {
    expect(measuredImages(train, shape, paper)).toBe(train);
    const { images, labels, count } = measuredImages(train, shape, authors);
    expect(count).toBe(train.count);
    expect(labels).toEqual(train.labels);
    for (let row = 0; row < count; row++) expect(largest(imageOf(images as Float32Array, row))).toBe(1);
  });
});

describe('splitTraining', () => {
  const dataset = { train, shape };
  const random = seededRandom(3);
  const keyOf = (images: ArrayLike<number>, row: number) =>
    Array.from({ length: size }, (_, offset) => images[row * size + offset]).join();
  const keys = ({ images, count }: { images: ArrayLike<number>; count: number }) =>
    Array.from({ length: count }, (_, row) => keyOf(images, row));
  const keysAt = (indices: Uint32Array) => [...indices].map((index) => keyOf(train.images, index));

  test('held-out and learned images share none and are all there are', () => {
    const { learned, heldOut } = splitTraining(dataset, { holdOut: 3, evaluationSample: 0, random });
    expect(heldOut!.count).toBe(3);
    expect([...keysAt(learned), ...keys(heldOut!)].sort()).toEqual(keys(train).sort());
    expect([...learned]).toEqual([...learned].sort((a, b) => a - b));
  });

  test('at most a tenth is held out', () => {
    expect(splitTraining(dataset, { holdOut: 1000, evaluationSample: 0, random }).heldOut!.count).toBe(4);
  });

  test('the sample is a part of the learned images with their labels, and the same for the same seed', () => {
    const { learned, sample } = splitTraining(dataset, { holdOut: 4, evaluationSample: 10, random });
    expect(sample.count).toBe(10);
    const labelOf = new Map(keys(train).map((key, row) => [key, train.labels[row]]));
    expect(keysAt(learned)).toEqual(expect.arrayContaining(keys(sample)));
    expect([...sample.labels]).toEqual(keys(sample).map((key) => labelOf.get(key)));
    const again = splitTraining(dataset, { holdOut: 4, evaluationSample: 10, random: seededRandom(3) });
    expect(again.sample).toEqual(sample);
    const other = splitTraining(dataset, { holdOut: 4, evaluationSample: 10, random: seededRandom(4) });
    expect(other.sample.images).not.toEqual(sample.images);
  });

  test('a sample of 0 or of more than there are is all learned images', () => {
    for (const evaluationSample of [0, 1000]) {
      const { learned, sample } = splitTraining(dataset, { holdOut: 4, evaluationSample, random });
      expect(keys(sample)).toEqual(keysAt(learned));
    }
    expect(splitTraining(dataset, { holdOut: 0, evaluationSample: 0, random }).sample).toBe(train);
  });
});
