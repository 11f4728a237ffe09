import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ringEnergies, ringShares } from '#passband/spectrum/split/ringEnergies.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { energy, largestGap, pixels } from '../../support/pixels.ts';

const golden: { images: { shape: number[]; seed: number; rings: number[][] }[] } = JSON.parse(
  readFileSync(new URL('../../golden/spectrum/measures.json', import.meta.url), 'utf8'),
);

describe('ringEnergies', () => {
  it.each(golden.images)('is numpy’s at $shape', ({ shape, seed, rings }) => {
    ringEnergies(pixels(shape, seed)).forEach((row, image) => {
      expect(largestGap(row, rings[image])).toBeLessThan(1e-6);
    });
  });

  it.each([
    [3, 32, 32],
    [1, 9, 14],
  ])(
    'the rings up to r have the energy of LFC at r, and all of them that of the image: %i × %i × %i',
    (...size) => {
      const images = pixels([2, ...size], 5);
      const rows = ringEnergies(images);
      const upTo = (radius: number) =>
        rows.reduce((sum, row) => sum + row.slice(0, radius + 1).reduce((a, b) => a + b, 0), 0);
      for (const radius of [0, 1, 3, 4]) {
        expect(upTo(radius) / energy(splitFrequencies(images, radius).lfc.data)).toBeCloseTo(1, 6);
      }
      expect(upTo(Infinity) / energy(images.data)).toBeCloseTo(1, 10);
    },
  );

  it('ring shares are shares of bins', () => {
    const shares = ringShares(32, 32);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const [radius, bins] of [
      [4, 49],
      [8, 197],
      [12, 441],
      [16, 795],
    ]) {
      const within = shares.slice(0, radius + 1).reduce((sum, share) => sum + share, 0);
      expect(within * 1024).toBeCloseTo(bins, 9);
    }
  });
});
