import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitSingularValues } from '#passband/spectrum/singular/splitSingularValues.ts';
import { symmetricEigen } from '#passband/spectrum/singular/symmetricEigen.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { energy, largestGap, pixels } from '../../support/pixels.ts';

interface Golden {
  shape: number[];
  seed: number;
  rank: number;
  leading: number[];
  rest: number[];
}

const golden: { singular: Golden[] } = JSON.parse(
  readFileSync(new URL('../../golden/spectrum/split.json', import.meta.url), 'utf8'),
);

describe('splitSingularValues', () => {
  it.each(golden.singular)(
    'is numpy’s split of $shape at rank $rank',
    ({ shape, seed, rank, leading, rest }) => {
      const parts = splitSingularValues(pixels(shape, seed), rank);
      expect(parts.leading.shape).toEqual(shape);
      expect(largestGap(parts.leading.data, leading)).toBeLessThan(1e-6);
      expect(largestGap(parts.rest.data, rest)).toBeLessThan(1e-6);
    },
  );

  it('gives back an image of lower rank whole', () => {
    const image = float32([1, 30, 40]);
    for (let y = 0; y < 30; y++) {
      for (let x = 0; x < 40; x++) image.data[y * 40 + x] = Math.sin(y) * Math.cos(x / 3) + 0.01 * y * x;
    }
    const { leading, rest } = splitSingularValues(image, 2);
    expect(largestGap(leading.data, image.data)).toBeLessThan(1e-5);
    expect(energy(rest.data)).toBeLessThan(1e-8);
    expect(energy(splitSingularValues(image, 1).rest.data)).toBeGreaterThan(1);
  });

  it('leaves nothing over from the shorter side on', () => {
    const image = pixels([3, 6, 9], 3);
    const { leading, rest } = splitSingularValues(image, 6);
    expect(leading.data).toEqual(image.data);
    expect(rest.data.every((value) => value === 0)).toBe(true);
    expect(energy(splitSingularValues(image, 5).rest.data)).toBeGreaterThan(0);
  });

  it('splits a black image and a flat one', () => {
    const flat = float32([1, 12, 12], new Float32Array(144).fill(0.5));
    expect(largestGap(splitSingularValues(flat, 1).leading.data, flat.data)).toBeLessThan(1e-6);
    expect(energy(splitSingularValues(float32([1, 12, 12]), 3).leading.data)).toBe(0);
  });

  it('splits each channel by itself', () => {
    const images = pixels([2, 3, 8, 10], 4);
    const channel = float32([1, 8, 10], images.data.subarray(4 * 80, 5 * 80));
    const together = splitSingularValues(images, 3).leading.data.subarray(4 * 80, 5 * 80);
    expect(together).toEqual(splitSingularValues(channel, 3).leading.data);
  });

  it('needs a rank that is an integer ≥ 1', () => {
    for (const rank of [0, -2, 1.5, Number.NaN]) {
      expect(() => splitSingularValues(pixels([1, 4, 4], 1), rank)).toThrow(
        `splitSingularValues: rank must be an integer ≥ 1, got ${rank}`,
      );
    }
  });
});

describe('symmetricEigen', () => {
  it.each([1, 2, 3, 17, 60])('solves A v = λ v with orthonormal v for n = %i', (n) => {
    const noise = pixels([n, n], n).data;
    const matrix = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) matrix[i * n + j] = noise[i * n + j] + noise[j * n + i] - 1;
    }
    const { values, vectors } = symmetricEigen(matrix.slice(), n);
    for (let k = 0; k < n; k++) {
      const v = vectors.subarray(k * n, (k + 1) * n);
      if (k > 0) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]);
      for (let i = 0; i < n; i++) {
        const image = v.reduce((total, value, j) => total + matrix[i * n + j] * value, 0);
        expect(Math.abs(image - values[k] * v[i])).toBeLessThan(1e-12 * n);
        const overlap = v.reduce((total, value, j) => total + value * vectors[i * n + j], 0);
        expect(Math.abs(overlap - (i === k ? 1 : 0))).toBeLessThan(1e-12);
      }
    }
  });
});
