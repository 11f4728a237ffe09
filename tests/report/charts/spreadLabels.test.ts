import { describe, expect, it } from 'vitest';
import { spreadLabels } from '#passband/report/charts/spreadLabels.ts';

describe('spreadLabels', () => {
  it('leaves labels that do not touch where they are, in their own order', () => {
    expect(spreadLabels([0.75, 0.25, 0.5], 0.125, [0, 1])).toEqual([0.75, 0.25, 0.5]);
  });

  it('moves two that touch apart by the same amount', () => {
    const [a, b] = spreadLabels([0.5, 0.52], 0.1, [0, 1]);
    expect(a).toBeCloseTo(0.46, 12);
    expect(b).toBeCloseTo(0.56, 12);
  });

  it('keeps every label inside and a gap apart, with ties and at both ends', () => {
    const positions = [0, 0, 0, 1, 1, 0.98, 0.5];
    const placed = spreadLabels(positions, 0.06, [0, 1]);
    const sorted = [...placed].sort((a, b) => a - b);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThanOrEqual(1 + 1e-12);
    for (let index = 1; index < sorted.length; index++) {
      expect(sorted[index] - sorted[index - 1]).toBeGreaterThanOrEqual(0.06 - 1e-12);
    }
  });

  it('shrinks the gap where the labels cannot all fit', () => {
    expect(spreadLabels([0.5, 0.5, 0.5], 0.9, [0, 1])).toEqual([0, 0.5, 1]);
  });

  it('places nothing where there is nothing', () => {
    expect(spreadLabels([], 0.1, [0, 1])).toEqual([]);
  });
});
