import { expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Split } from '#passband/data/dataset/dataset.ts';
import { shuffleLabels } from '#passband/data/dataset/shuffleLabels.ts';
import { seededRandom } from '#passband/tensor/random.ts';

const count = 5000;
const split: Split = {
  images: arrayImages(new Uint8Array(count), [1, 1, 1]),
  labels: Int32Array.from({ length: count }, (_, index) => index % 10),
  count,
};
const shuffled = (fraction: number, seed = 1) =>
  shuffleLabels(split, { fraction, random: seededRandom(seed) });
const changed = ({ labels }: Split) => labels.filter((label, index) => label !== split.labels[index]).length;

test('all labels shuffled agree with the true ones at chance, and each class keeps its size', () => {
  const result = shuffled(1);
  // Binomial(5000, 0.9): standard deviation 21.
  expect(Math.abs(changed(result) - 4500)).toBeLessThan(90);
  expect([...result.labels].sort()).toEqual([...split.labels].sort());
});

test('a fraction is shuffled, the rest keeps its labels', () => {
  expect(Math.abs(changed(shuffled(0.4)) - 1800)).toBeLessThan(80);
  expect(shuffled(0).labels).toEqual(split.labels);
});

test('the whole set is the default', () => {
  expect(shuffleLabels(split, { random: seededRandom(1) }).labels).toEqual(shuffled(1).labels);
});

test('a seed always gives the same labels, another seed others', () => {
  expect(shuffled(0.5).labels).toEqual(shuffled(0.5).labels);
  expect(shuffled(0.5, 2).labels).not.toEqual(shuffled(0.5).labels);
});

test('the images stay and the given labels are not touched', () => {
  const before = split.labels.slice();
  expect(shuffled(1).images).toBe(split.images);
  expect(split.labels).toEqual(before);
});

test.each([-0.1, 1.1, Number.NaN])('a fraction of %s is refused', (fraction) => {
  expect(() => shuffled(fraction)).toThrow(`shuffleLabels: fraction must be in 0 … 1, got ${fraction}`);
});
