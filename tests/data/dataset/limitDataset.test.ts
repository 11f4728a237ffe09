import { describe, expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Dataset } from '#passband/data/dataset/dataset.ts';
import { limitDataset } from '#passband/data/dataset/limitDataset.ts';
import { stratifiedSample } from '#passband/data/dataset/stratifiedSample.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { arrayOf } from '../../support/splits.ts';

const labels = Int32Array.from({ length: 1000 }, (_, index) => (index % 10 < 7 ? 0 : index % 10 < 9 ? 1 : 2));
const sample = (count: number, seed = 1) => stratifiedSample(labels, count, seededRandom(seed));
const countsOf = (indices: Iterable<number>) => {
  const counts = [0, 0, 0];
  for (const index of indices) counts[labels[index]]++;
  return counts;
};

describe('stratifiedSample', () => {
  test('keeps the share of each class', () => {
    expect(countsOf(sample(100))).toEqual([70, 20, 10]);
  });

  test('gives the places that are left to the largest fractions', () => {
    // Shares of 7: 4.9, 1.4, 0.7.
    expect(countsOf(sample(7))).toEqual([5, 1, 1]);
  });

  test('is ascending, without repetition, of exactly the size asked for', () => {
    for (const count of [0, 1, 13, 999, 1000]) {
      const indices = [...sample(count)];
      expect(indices.length).toBe(count);
      expect(new Set(indices).size).toBe(count);
      expect(indices).toEqual(indices.toSorted((a, b) => a - b));
    }
  });

  test('is the same for the same seed, another for another, and spread over the data', () => {
    expect(sample(100)).toEqual(sample(100));
    expect(sample(100, 2)).not.toEqual(sample(100));
    const firstHalf = sample(100).filter((index) => index < 500).length;
    expect(Math.abs(firstHalf - 50)).toBeLessThan(20);
  });

  test.each([-1, 1.5, 1001, Number.NaN])('refuses to draw %s of 1,000', (count) => {
    expect(() => sample(count)).toThrow(`stratifiedSample: count must be in 0 … 1000, got ${count}`);
  });
});

describe('limitDataset', () => {
  const split = (count: number) => ({
    images: arrayImages(
      Uint8Array.from({ length: count }, (_, index) => index % 251),
      [1, 1, 1],
    ),
    labels: labels.slice(0, count),
    count,
  });
  const dataset: Dataset = {
    name: 'tiny',
    classes: ['a', 'b', 'c'],
    shape: [1, 1, 1],
    train: split(1000),
    test: split(200),
    notices: ['a notice'],
    hashes: { tiny: 'abc' },
  };
  const random = seededRandom(1);

  test('draws training images with their own labels and leaves the test set whole', () => {
    const limited = limitDataset(dataset, { train: 100, random });
    expect(limited.train.count).toBe(100);
    expect(limited.test).toBe(dataset.test);
    const indices = stratifiedSample(labels, 100, random.fork('limit/train'));
    expect([...arrayOf(limited.train)]).toEqual([...indices].map((index) => index % 251));
    expect([...limited.train.labels]).toEqual([...indices].map((index) => labels[index]));
    expect([limited.notices, limited.hashes]).toEqual([dataset.notices, dataset.hashes]);
  });

  test('draws test images when asked to', () => {
    expect(limitDataset(dataset, { test: 50, random }).test.count).toBe(50);
  });

  test('leaves a split that is small enough as it is', () => {
    expect(limitDataset(dataset, { train: 1000, test: 500, random })).toEqual(dataset);
  });

  test.each([0, -5, 2.5, Number.NaN])('refuses a limit of %s', (train) => {
    expect(() => limitDataset(dataset, { train, random })).toThrow(
      `limitDataset: train must be a positive integer, got ${train}`,
    );
  });
});
