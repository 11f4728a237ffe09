import { describe, expect, it } from 'vitest';
import { multiplesAround, roundStep } from '#passband/report/charts/roundTicks.ts';

describe('roundStep', () => {
  it('is 1, 2 or 5 times a power of ten, the smallest of which at most so many make up the span', () => {
    for (const span of [0.0012, 0.07, 0.3, 1, 2.4, 9, 12, 99, 100, 640, 1e5]) {
      for (const most of [2, 5, 8]) {
        const step = roundStep(span, most);
        const [digit] = step.toExponential(6);
        expect(['1', '2', '5']).toContain(digit);
        expect(span / step).toBeLessThanOrEqual(most + 1e-6);
        // The next smaller one would be too many.
        const smaller = digit === '5' ? 0.4 * step : 0.5 * step;
        expect(span / smaller).toBeGreaterThan(most);
      }
    }
  });
});

describe('multiplesAround', () => {
  it('holds both ends between its first and last, without what rounding adds', () => {
    expect(multiplesAround(0, 0.3, 0.1)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(multiplesAround(-0.03, 0.11, 0.05)).toEqual([-0.05, 0, 0.05, 0.1, 0.15]);
    expect(multiplesAround(3, 41, 20)).toEqual([0, 20, 40, 60]);
  });
});
