import { describe, expect, it } from 'vitest';
import { type Distance, radialMask } from '#passband/spectrum/split/radialMask.ts';

const count = (mask: { data: Float32Array }) => mask.data.reduce((sum, value) => sum + value, 0);

describe('radialMask', () => {
  it.each([
    [4, 49, 45],
    [8, 197, 193],
    [12, 441, 437],
    [16, 795, 793],
  ])('at r = %i on 32×32 has %i low bins for d ≤ r and %i for d < r', (radius, inclusive, exclusive) => {
    expect(count(radialMask(32, 32, radius))).toBe(inclusive);
    expect(count(radialMask(32, 32, radius, { boundary: 'exclusive' }))).toBe(exclusive);
  });

  it('has its centre at (floor(h/2), floor(w/2))', () => {
    for (const [height, width] of [
      [6, 7],
      [7, 6],
      [1, 1],
      [5, 2],
    ]) {
      const { data } = radialMask(height, width, 0);
      expect(data.indexOf(1)).toBe(Math.floor(height / 2) * width + Math.floor(width / 2));
      expect(data.lastIndexOf(1)).toBe(data.indexOf(1));
    }
  });

  it('calls a bin at exactly r low, and high when the boundary is exclusive', () => {
    // Bin (2, 2) is the centre; (2, 4) lies 2 to its right.
    expect(radialMask(5, 5, 2).data[2 * 5 + 4]).toBe(1);
    expect(radialMask(5, 5, 2, { boundary: 'exclusive' }).data[2 * 5 + 4]).toBe(0);
    // 3-4-5: a corner at Euclidean distance exactly 5.
    expect(radialMask(9, 9, 5).data[(4 + 3) * 9 + 8]).toBe(1);
    expect(radialMask(9, 9, 5, { boundary: 'exclusive' }).data[(4 + 3) * 9 + 8]).toBe(0);
  });

  it('is a diamond in L1 and a square in L∞', () => {
    expect([...radialMask(5, 5, 1, { distance: 'l1' }).data.subarray(5, 10)]).toEqual([0, 0, 1, 0, 0]);
    expect([...radialMask(5, 5, 1, { distance: 'linf' }).data.subarray(5, 10)]).toEqual([0, 1, 1, 1, 0]);
    expect(count(radialMask(9, 9, 3, { distance: 'l1' }))).toBe(25);
    expect(count(radialMask(9, 9, 3, { distance: 'linf' }))).toBe(49);
  });

  it('is symmetric under (u, v) → (−u, −v) at even sizes too, Nyquist row and column included', () => {
    for (const distance of ['l2', 'l1', 'linf'] satisfies Distance[]) {
      for (const radius of [3, 4, 4.5, 5]) {
        const { data } = radialMask(8, 6, radius, { distance });
        for (let u = -4; u < 4; u++) {
          for (let v = -3; v < 3; v++) {
            const mirror = ((-u + 4 + 8) % 8) * 6 + ((-v + 3 + 6) % 6);
            expect(data[(u + 4) * 6 + v + 3]).toBe(data[mirror]);
          }
        }
      }
    }
  });

  it('refuses a radius that is negative or not a number', () => {
    expect(() => radialMask(8, 8, -3)).toThrow(new RangeError('radialMask: radius must be ≥ 0, got -3'));
    expect(() => radialMask(8, 8, Number.NaN)).toThrow(
      new RangeError('radialMask: radius must be ≥ 0, got NaN'),
    );
  });
});
