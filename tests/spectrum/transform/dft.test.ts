import { describe, expect, it } from 'vitest';
import { dft } from '#passband/spectrum/transform/dft.ts';
import { largestGap, pixels } from '../../support/pixels.ts';

/** Σ x_j exp(−2πi jk/n) by its definition. */
function slowDft(real: Float64Array, imaginary: Float64Array, length: number, lanes: number) {
  const sums = { real: new Float64Array(length * lanes), imaginary: new Float64Array(length * lanes) };
  for (let k = 0; k < length; k++) {
    for (let j = 0; j < length; j++) {
      const angle = (-2 * Math.PI * ((j * k) % length)) / length;
      for (let lane = 0; lane < lanes; lane++) {
        const [x, y] = [real[j * lanes + lane], imaginary[j * lanes + lane]];
        sums.real[k * lanes + lane] += x * Math.cos(angle) - y * Math.sin(angle);
        sums.imaginary[k * lanes + lane] += x * Math.sin(angle) + y * Math.cos(angle);
      }
    }
  }
  return sums;
}

function randomLanes(length: number, lanes: number) {
  return {
    real: Float64Array.from(pixels([length * lanes], length).data),
    imaginary: Float64Array.from(pixels([length * lanes], length + 1).data),
  };
}

describe('dft', () => {
  // Every radix, their products, primes up to and beyond the largest butterfly (31), and a prime's multiple.
  const lengths = [
    1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 16, 25, 31, 32, 35, 37, 60, 64, 74, 77, 97, 210, 224,
  ];

  it.each(lengths)('of length %i is the sum that defines it', (length) => {
    for (const lanes of [1, 3]) {
      const { real, imaginary } = randomLanes(length, lanes);
      const expected = slowDft(real, imaginary, length, lanes);
      dft(length).transform(real, imaginary, lanes);
      expect(largestGap(real, expected.real)).toBeLessThan(1e-12 * length);
      expect(largestGap(imaginary, expected.imaginary)).toBeLessThan(1e-12 * length);
    }
  });

  it.each([5, 37, 4000, 4001])('with its parts swapped is the inverse, times %i', (length) => {
    const { real, imaginary } = randomLanes(length, 2);
    const [x, y] = [real.slice(), imaginary.slice()];
    const plan = dft(length);
    plan.transform(x, y, 2);
    plan.transform(y, x, 2);
    expect(
      largestGap(
        x.map((value) => value / length),
        real,
      ),
    ).toBeLessThan(1e-12);
    expect(
      largestGap(
        y.map((value) => value / length),
        imaginary,
      ),
    ).toBeLessThan(1e-12);
  });

  it('touches only the lanes it is given', () => {
    const real = new Float64Array(12).fill(1);
    dft(5).transform(real, new Float64Array(12), 2);
    expect([...real.subarray(10)]).toEqual([1, 1]);
  });

  it('needs a positive integer', () => {
    for (const length of [0, -1, 2.5, Number.NaN]) {
      expect(() => dft(length)).toThrow(`dft: length must be a positive integer, got ${length}`);
    }
  });
});
