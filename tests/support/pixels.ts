import { float32, type Tensor } from '#passband/tensor/tensor.ts';

/** The pixels of `golden/spectrum/split.py`: a linear congruential generator's high byte / 255. */
export function pixels(shape: readonly number[], seed: number): Tensor<'float32'> {
  const images = float32(shape);
  let state = seed;
  for (let at = 0; at < images.data.length; at++) {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    images.data[at] = (state >>> 24) / 255;
  }
  return images;
}

/** The largest distance between two lists of numbers. */
export function largestGap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let gap = 0;
  for (let at = 0; at < actual.length; at++) {
    const here = Math.abs(actual[at] - expected[at]);
    if (!(here <= gap)) gap = here;
  }
  return gap;
}

/** Σ x². */
export function energy(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ** 2;
  return sum;
}
