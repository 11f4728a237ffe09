import { describe, expect, it } from 'vitest';
import { kernelSpectrum } from '#passband/spectrum/kernels/kernelSpectrum.ts';
import { smoothKernel } from '#passband/spectrum/kernels/smoothKernel.ts';
import { radialMask } from '#passband/spectrum/split/radialMask.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import '../../support/matchers.ts';
import golden from '../../golden/spectrum/kernels.json' with { type: 'json' };

/** The generator of tests/golden/spectrum/kernels.py. */
function weights(shape: readonly number[], seed: number): Tensor<'float32'> {
  let x = seed;
  const next = () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return (x >>> 24) / 128 - 1;
  };
  return float32(shape, Float32Array.from({ length: sizeOf(shape) }, next));
}

describe('smoothKernel', () => {
  it.each(golden.smoothing)('is numpy’s eq. 3 on $shape at ρ = $rho', ({ shape, seed, rho, smoothed }) => {
    expect(smoothKernel(weights(shape, seed), { rho }).data).toBeNear(smoothed, 1e-7);
  });

  it('changes nothing at ρ = 0', () => {
    const given = weights([4, 3, 5, 5], 7);
    expect(smoothKernel(given, { rho: 0 })).toEqual(given);
  });

  it('multiplies a flat kernel, and so a 1×1 kernel, by 1 + 8ρ', () => {
    const flat = float32([1, 1, 3, 3], new Float32Array(9).fill(0.5));
    expect(smoothKernel(flat, { rho: 0.25 }).data).toEqual(new Float32Array(9).fill(1.5));
    expect(smoothKernel(float32([1, 1, 1, 1], [0.5]), { rho: 1 }).data[0]).toBe(4.5);
  });

  it('leaves the slices of other channels and the weights it was given alone', () => {
    const given = float32([2, 1, 3, 3], [...new Float32Array(9).fill(1), ...new Float32Array(9)]);
    const before = given.data.slice();
    expect([...smoothKernel(given, { rho: 1 }).data.subarray(9)]).toEqual(Array(9).fill(0));
    expect(given.data).toEqual(before);
  });

  it('refuses a ρ below 0 and weights of another rank', () => {
    const given = weights([1, 1, 3, 3], 1);
    expect(() => smoothKernel(given, { rho: -0.1 })).toThrow(
      'smoothKernel: rho must be ≥ 0 and finite, got -0.1',
    );
    expect(() => smoothKernel(given, { rho: Number.NaN })).toThrow('got NaN');
    expect(() => smoothKernel(float32([3, 3]), { rho: 1 })).toThrow('got [3,3]');
  });
});

describe('kernelSpectrum', () => {
  it.each(golden.spectra)('is numpy’s on $shape', (expected) => {
    const { share, shares, spread, power } = kernelSpectrum(weights(expected.shape, expected.seed));
    expect(share).toBeCloseTo(expected.share, 12);
    expect(shares as number[]).toBeNear(expected.shares, 1e-12);
    expect(spread.standardDeviation).toBeCloseTo(expected.standardDeviation, 12);
    expect(spread.quartiles).toBeNear(expected.quartiles, 1e-12);
    expect(power.data.subarray(13 * 32, 14 * 32)).toBeNear(expected.row, 1e-11);
  });

  it('keeps the energy of the weights (Parseval)', () => {
    const given = weights([6, 3, 5, 5], 3);
    const { power } = kernelSpectrum(given);
    const energy = given.data.reduce((sum, weight) => sum + weight * weight, 0);
    expect(power.data.reduce((sum, value) => sum + value, 0) / 1024).toBeCloseTo(energy, 10);
  });

  it('finds 827 of 1,024 parts beyond r = 8 in a 1×1 kernel, as it is flat', () => {
    const high = 1024 - radialMask(32, 32, 8).data.reduce((sum, bin) => sum + bin, 0);
    const { share, spread } = kernelSpectrum(float32([2, 1, 1, 1], [3, -1]));
    expect(high).toBe(827);
    expect(share).toBeCloseTo(827 / 1024, 12);
    expect(spread.standardDeviation).toBeCloseTo(0, 12);
  });

  it('does not depend on the scale of the weights, nor on where in the 32×32 the kernel lies', () => {
    const given = weights([4, 2, 3, 3], 5);
    const shifted = float32([4, 2, 5, 5]);
    for (let at = 0; at < given.data.length; at++) {
      const [slice, row, column] = [Math.floor(at / 9), Math.floor((at % 9) / 3), at % 3];
      shifted.data[slice * 25 + (row + 1) * 5 + column + 2] = 4 * given.data[at];
    }
    expect(kernelSpectrum(shifted).share).toBeCloseTo(kernelSpectrum(given).share, 12);
  });

  it('falls as ρ rises', () => {
    const given = weights([16, 3, 3, 3], 9);
    const shares = [0, 0.1, 0.25, 0.5, 1].map((rho) => kernelSpectrum(smoothKernel(given, { rho })).share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  });

  it('has no share for an out-channel without weights, and leaves it out of the spread', () => {
    const given = float32([2, 1, 1, 1], [0, 1]);
    const { shares, spread } = kernelSpectrum(given);
    expect(shares[0]).toBeNull();
    expect(spread.quartiles[1]).toBeCloseTo(827 / 1024, 12);
  });

  it('refuses what has no spectrum', () => {
    expect(() => kernelSpectrum(float32([1, 1, 33, 3]))).toThrow(
      'kernelSpectrum: kernels must be at most 32×32, got 33×3',
    );
    expect(() => kernelSpectrum(float32([1, 1, 3, 3]))).toThrow('must not all be zero');
    expect(() => kernelSpectrum(float32([1, 1, 1, 1], [Number.NaN]))).toThrow('must be finite');
  });
});
