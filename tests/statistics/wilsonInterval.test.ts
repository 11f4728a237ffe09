import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';

const { cases } = JSON.parse(
  readFileSync(new URL('../golden/statistics/wilson.json', import.meta.url), 'utf8'),
) as {
  cases: { correct: number; n: number; low: number; high: number }[];
};

describe('wilsonInterval', () => {
  it.each(cases)('for $correct of $n has the roots that numpy finds', ({ correct, n, low, high }) => {
    const interval = wilsonInterval(correct, n);
    expect(interval.low).toBeCloseTo(low, 7);
    expect(interval.high).toBeCloseTo(high, 7);
  });

  it('begins at exactly 0 where nothing is right and ends at exactly 1 where all is', () => {
    expect(wilsonInterval(0, 7).low).toBe(0);
    expect(wilsonInterval(7, 7).high).toBe(1);
  });

  it('is mirrored when right and wrong answers change places', () => {
    const interval = wilsonInterval(30, 100);
    const mirrored = wilsonInterval(70, 100);
    expect(mirrored.low).toBeCloseTo(1 - interval.high, 12);
    expect(mirrored.high).toBeCloseTo(1 - interval.low, 12);
  });

  it('refuses no answers at all, and more right ones than there are', () => {
    expect(() => wilsonInterval(0, 0)).toThrow('wilsonInterval: n must be a whole number ≥ 1, got 0');
    expect(() => wilsonInterval(3, 2)).toThrow('wilsonInterval: correct must be in 0 … 2, got 3');
    expect(() => wilsonInterval(Number.NaN, 2)).toThrow(RangeError);
  });
});
