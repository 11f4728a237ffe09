import { describe, expect, it } from 'vitest';
import { singularSplitter } from '#passband/spectrum/singular/singularSplitter.ts';
import { splitSingularValues } from '#passband/spectrum/singular/splitSingularValues.ts';
import { frequencySplitter } from '#passband/spectrum/split/frequencySplitter.ts';
import { logMagnitude } from '#passband/spectrum/split/logMagnitude.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { pixels } from '../../support/pixels.ts';

describe('frequencySplitter', () => {
  it.each([{ shape: [2, 3, 20, 18] }, { shape: [3, 33, 48] }, { shape: [1, 7, 9] }])(
    'splits $shape at every radius as splitFrequencies does, to the last bit',
    ({ shape }) => {
      const images = pixels(shape, 21);
      const splitter = frequencySplitter(images);
      for (const radius of [5, 0, 30, 2.5, 5]) {
        for (const options of [{}, { distance: 'l1', boundary: 'exclusive' } as const]) {
          expect(splitter.at(radius, options)).toEqual(splitFrequencies(images, radius, options));
        }
      }
    },
  );

  it('goes through the planes with their LFC, also where all is low, or nothing', () => {
    const images = pixels([2, 3, 16, 16], 22);
    const splitter = frequencySplitter(images);
    for (const radius of [4, 40, 0]) {
      for (const boundary of ['inclusive', 'exclusive'] as const) {
        const { lfc } = splitFrequencies(images, radius, { boundary });
        const seen: number[] = [];
        splitter.each(radius, { boundary }, (plane, low, index) => {
          seen.push(index);
          expect(plane).toEqual(images.data.subarray(256 * index, 256 * (index + 1)));
          expect(Float32Array.from(low)).toEqual(lfc.data.subarray(256 * index, 256 * (index + 1)));
        });
        expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
      }
    }
  });

  it('shows the spectrum that logMagnitude shows', () => {
    const images = pixels([3, 14, 15], 23);
    const splitter = frequencySplitter(images);
    splitter.at(3);
    expect(splitter.logMagnitude()).toEqual(logMagnitude(images));
  });
});

describe('singularSplitter', () => {
  it('splits at every rank as splitSingularValues does, to the last bit', () => {
    const images = pixels([2, 12, 17], 24);
    const splitter = singularSplitter(images);
    for (const rank of [3, 1, 12, 40, 3]) {
      expect(splitter.at(rank)).toEqual(splitSingularValues(images, rank));
    }
    expect(() => splitter.at(0)).toThrow('rank must be an integer ≥ 1, got 0');
  });

  it('lists singular values whose squares sum to the energy of the plane', () => {
    const images = pixels([2, 9, 11], 25);
    singularSplitter(images).values.forEach((values, index) => {
      const plane = images.data.subarray(index * 99, (index + 1) * 99);
      const energy = plane.reduce((sum, value) => sum + value * value, 0);
      expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(energy, 4);
      expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => b - a));
    });
  });
});
