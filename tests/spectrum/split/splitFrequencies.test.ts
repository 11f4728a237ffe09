import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Boundary, Distance } from '#passband/spectrum/split/radialMask.ts';
import { leavesNoHfc, splitAtRadii, splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { energy, largestGap, pixels } from '../../support/pixels.ts';

interface Golden {
  shape: number[];
  seed: number;
  radius: number;
  distance: Distance;
  boundary: Boundary;
  lfc: number[];
  hfc: number[];
}

const golden: { radial: Golden[] } = JSON.parse(
  readFileSync(new URL('../../golden/spectrum/split.json', import.meta.url), 'utf8'),
);

const sum = (a: Tensor<'float32'>, b: Tensor<'float32'>) => a.data.map((value, at) => value + b.data[at]);

describe('splitFrequencies', () => {
  it.each(golden.radial)('is numpy’s split of $shape at $distance $radius $boundary', (expected) => {
    const images = pixels(expected.shape, expected.seed);
    const { lfc, hfc } = splitFrequencies(images, expected.radius, expected);
    expect(lfc.shape).toEqual(expected.shape);
    expect(largestGap(lfc.data, expected.lfc)).toBeLessThan(1e-6);
    expect(largestGap(hfc.data, expected.hfc)).toBeLessThan(1e-6);
  });

  const shapes = [
    { shape: [2, 3, 32, 32] },
    { shape: [3, 33, 48] },
    { shape: [1, 1, 64, 27] },
    { shape: [1, 130, 142] },
  ];

  it.each(shapes)('of $shape adds up to the image', ({ shape }) => {
    const images = pixels(shape, 5);
    for (const radius of [0, 3, 8.5, 16]) {
      const { lfc, hfc } = splitFrequencies(images, radius);
      expect(largestGap(sum(lfc, hfc), images.data)).toBeLessThan(2e-7);
    }
  });

  it('shares the energy out between the components (Parseval)', () => {
    const images = pixels([3, 31, 46], 6);
    for (const radius of [2, 7, 13]) {
      const { lfc, hfc } = splitFrequencies(images, radius);
      const parts = energy(lfc.data) + energy(hfc.data);
      expect(Math.abs(parts / energy(images.data) - 1)).toBeLessThan(1e-6);
    }
  });

  it('changes nothing when LFC is split again at the same radius', () => {
    const images = pixels([3, 32, 30], 7);
    const { lfc, hfc } = splitFrequencies(images, 6);
    const again = splitFrequencies(lfc, 6);
    expect(largestGap(again.lfc.data, lfc.data)).toBeLessThan(1e-6);
    expect(largestGap(again.hfc.data, float32(lfc.shape).data)).toBeLessThan(1e-6);
    expect(largestGap(splitFrequencies(hfc, 6).hfc.data, hfc.data)).toBeLessThan(1e-6);
  });

  it('gives LFC more energy at a larger radius', () => {
    const images = pixels([1, 40, 32], 8);
    const energies = splitAtRadii(images, [0, 2, 4, 8, 12, 16, 20]).map(({ lfc }) => energy(lfc.data));
    for (let index = 1; index < energies.length; index++) {
      expect(energies[index]).toBeGreaterThan(energies[index - 1]);
    }
  });

  it('passes a wave within the radius and stops one beyond it', () => {
    const wave = float32([1, 24, 32]);
    for (let y = 0, at = 0; y < 24; y++) {
      for (let x = 0; x < 32; x++, at++)
        wave.data[at] = Math.cos(2 * Math.PI * ((3 * y) / 24 + (4 * x) / 32));
    }
    const [within, beyond] = splitAtRadii(wave, [5, 4.9]);
    expect(largestGap(within.lfc.data, wave.data)).toBeLessThan(1e-6);
    expect(largestGap(beyond.hfc.data, wave.data)).toBeLessThan(1e-6);
  });

  it('keeps the mean in LFC at r = 0, and nothing for d < 0', () => {
    const images = pixels([2, 9, 14], 9);
    const { lfc } = splitFrequencies(images, 0);
    const plane = images.data.subarray(0, 126);
    expect(lfc.data[5]).toBeCloseTo(plane.reduce((total, value) => total + value, 0) / 126, 6);
    const none = splitFrequencies(images, 0, { boundary: 'exclusive' });
    expect(none.lfc.data.every((value) => value === 0)).toBe(true);
    expect(none.hfc.data).toEqual(images.data);
  });

  it('leaves no HFC on 32×32 from r = 23 on, to the last bit', () => {
    const images = pixels([1, 3, 32, 32], 10);
    expect(energy(splitFrequencies(images, 22).hfc.data)).toBeGreaterThan(0);
    expect(leavesNoHfc(32, 32, 22)).toBe(false);
    for (const radius of [23, 40, Infinity]) {
      const { lfc, hfc } = splitFrequencies(images, radius);
      expect(hfc.data.every((value) => value === 0)).toBe(true);
      expect(lfc.data).toEqual(images.data);
      expect(leavesNoHfc(32, 32, radius)).toBe(true);
    }
  });

  it('does not change the image', () => {
    const images = pixels([1, 12, 12], 11);
    const before = images.data.slice();
    splitAtRadii(images, [2, 4]);
    expect(images.data).toEqual(before);
  });
});

describe('splitAtRadii', () => {
  it('is the split at each radius, in the order given', () => {
    const images = pixels([2, 3, 20, 18], 12);
    const radii = [5, 0, 30, 2, 5];
    splitAtRadii(images, radii).forEach(({ lfc, hfc }, index) => {
      const alone = splitFrequencies(images, radii[index]);
      expect(lfc).toEqual(alone.lfc);
      expect(hfc).toEqual(alone.hfc);
    });
    expect(splitAtRadii(images, [])).toEqual([]);
  });

  it('refuses a bad radius and images without a plane', () => {
    const images = pixels([1, 4, 4], 13);
    expect(() => splitAtRadii(images, [2, -1])).toThrow('radius must be ≥ 0, got -1');
    expect(() => splitFrequencies(images, Number.NaN)).toThrow('radius must be ≥ 0, got NaN');
    expect(() => splitFrequencies(float32([4]), 1)).toThrow(
      'must have a height and a width ≥ 1, got shape [4]',
    );
    expect(() => splitFrequencies(float32([1, 0, 4]), 1)).toThrow('got shape [1,0,4]');
  });
});
