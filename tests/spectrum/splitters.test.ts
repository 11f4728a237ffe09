import { describe, expect, it } from 'vitest';
import { frequencySplitter } from '#passband/spectrum/frequencySplitter.ts';
import { logMagnitude } from '#passband/spectrum/logMagnitude.ts';
import { singularSplitter } from '#passband/spectrum/singularSplitter.ts';
import { splitFrequencies } from '#passband/spectrum/splitFrequencies.ts';
import { splitSingularValues } from '#passband/spectrum/splitSingularValues.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { pixels } from './pixels.ts';

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

  it('writes over what was in the tensors it is given', () => {
    const images = pixels([3, 16, 16], 22);
    const splitter = frequencySplitter(images);
    const into = { lfc: float32(images.shape), hfc: float32(images.shape) };
    for (const radius of [4, 40, 0]) {
      const { lfc } = splitter.at(radius, { into });
      expect(lfc).toBe(into.lfc);
      expect(into).toEqual(splitFrequencies(images, radius));
    }
    splitter.at(0, { boundary: 'exclusive', into });
    expect(into).toEqual(splitFrequencies(images, 0, { boundary: 'exclusive' }));
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
