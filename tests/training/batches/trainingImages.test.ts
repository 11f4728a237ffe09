import { describe, expect, test } from 'vitest';
import { readBatch, readWhole } from '#passband/data/dataset/dataset.ts';
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
  test('the paper trains on images as they are', async () => {
    const indices = Uint32Array.of(5, 0, 46);
    expect(await trainingImages(train, paper)(indices)).toEqual(await readBatch(train, indices));
  });

  test("the authors' code divides each training image by its maximum", async () => {
    const indices = Uint32Array.of(5, 0, 46);
    const raw = await readBatch(train, indices);
    const { images, labels } = await trainingImages(train, authors)(indices);
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
    async (trainOn, preset, boundary) => {
      const read = trainingImages(train, { ...paper, preset, trainOn, trainRadius: 1 });
      const indices = Uint32Array.of(3, 1, 2);
      const raw = await readBatch(train, indices);
      const component = splitFrequencies(raw.images, 1, { boundary })[trainOn].data;
      // The second batch overlaps the first, so that some of its images were computed before.
      for (const batch of [indices, Uint32Array.of(2, 40, 3)]) {
        const { images, labels } = await read(batch);
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

  test('training images are measured raw by the paper, over their maximum by the authors', async () => {
    expect(measuredImages(train, paper)).toBe(train);
    const measured = measuredImages(train, authors);
    const { count } = measured;
    const { images, labels } = await readWhole(measured);
    expect(count).toBe(train.count);
    expect(labels).toEqual(train.labels);
    for (let row = 0; row < count; row++) expect(largest(imageOf(images.data, row))).toBe(1);
  });
});

describe('splitTraining', () => {
  const count = 47;
  const split = (holdOut: number, evaluationSample: number, seed = 3) =>
    splitTraining(count, { holdOut, evaluationSample, random: seededRandom(seed) });
  const ascending = (indices: Uint32Array) => [...indices].sort((a, b) => a - b);

  test('held-out and learned images share none and are all there are', () => {
    const { learned, heldOut } = split(3, 0);
    expect(heldOut).toHaveLength(3);
    const all = Array.from({ length: count }, (_, index) => index);
    expect([...learned, ...heldOut].sort((a, b) => a - b)).toEqual(all);
    expect([...learned]).toEqual(ascending(learned));
    expect([...heldOut]).toEqual(ascending(heldOut));
  });

  test('at most a tenth is held out', () => {
    expect(split(1000, 0).heldOut).toHaveLength(4);
  });

  test('the sample is a part of the learned images, and the same for the same seed', () => {
    const { learned, sample } = split(4, 10);
    expect(new Set(sample).size).toBe(10);
    expect([...learned]).toEqual(expect.arrayContaining([...sample]));
    expect([...sample]).toEqual(ascending(sample));
    expect(split(4, 10).sample).toEqual(sample);
    expect(split(4, 10, 4).sample).not.toEqual(sample);
  });

  test('a sample of 0 or of more than there are is all learned images', () => {
    for (const evaluationSample of [0, 1000]) {
      const { learned, sample } = split(4, evaluationSample);
      expect(sample).toEqual(learned);
    }
  });
});
