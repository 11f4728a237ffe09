import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitSingularEnergy } from '#passband/spectrum/singular/splitSingularEnergy.ts';
import { splitSingularValues } from '#passband/spectrum/singular/splitSingularValues.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { energy, largestGap, pixels } from '../../support/pixels.ts';

const golden: {
  images: {
    shape: number[];
    seed: number;
    radius: number;
    target: number[];
    ranks: number[];
    energies: number[];
    leading: number[];
  }[];
} = JSON.parse(readFileSync(new URL('../../golden/spectrum/measures.json', import.meta.url), 'utf8'));

describe('splitSingularEnergy', () => {
  it.each(golden.images)(
    'has numpy’s ranks and leading parts where the energy is that of r = $radius, at $shape',
    ({ shape, seed, target, ranks, energies, leading }) => {
      const split = splitSingularEnergy(pixels(shape, seed), target);
      expect(Array.from(split.ranks)).toEqual(ranks);
      expect(largestGap(split.energies, energies)).toBeLessThan(1e-6);
      expect(largestGap(split.leading.data, leading)).toBeLessThan(1e-6);
    },
  );

  it('is splitSingularValues at its rank, and the two parts share out the energy', () => {
    const image = pixels([1, 3, 16, 12], 8);
    const split = splitSingularEnergy(image, [0.95 * energy(image.data)]);
    const { leading, rest } = splitSingularValues(image, split.ranks[0]);
    expect(split.leading.data).toEqual(leading.data);
    expect(split.rest.data).toEqual(rest.data);
    expect(energy(split.leading.data)).toBeCloseTo(split.energies[0], 4);
    expect(energy(split.leading.data) + energy(split.rest.data)).toBeCloseTo(energy(image.data), 4);
  });

  it('takes at least rank 1 and at most all', () => {
    const images = pixels([2, 1, 6, 9], 9);
    expect(Array.from(splitSingularEnergy(images, [0, 1e9]).ranks)).toEqual([1, 6]);
    expect(Array.from(splitSingularEnergy(float32([1, 1, 4, 4]), [0]).ranks)).toEqual([1]);
  });
});
