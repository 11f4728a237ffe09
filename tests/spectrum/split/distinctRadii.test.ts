import { describe, expect, it } from 'vitest';
import { distinctRadii } from '#passband/spectrum/split/distinctRadii.ts';
import { radialMask } from '#passband/spectrum/split/radialMask.ts';

describe('distinctRadii', () => {
  it.each(['l2', 'l1', 'linf'] as const)('each gives another %s mask, the last one all bins', (distance) => {
    const radii = distinctRadii(11, 8, distance);
    const bins = Array.from(radii, (radius) =>
      radialMask(11, 8, radius, { distance }).data.reduce((a, b) => a + b, 0),
    );
    expect(bins.every((count, index) => index === 0 || count > bins[index - 1])).toBe(true);
    expect([bins[0], bins.at(-1)]).toEqual([1, 88]);
  });

  it('are every distance of a bin', () => {
    const radii = new Set(distinctRadii(6, 5));
    for (let u = -3; u < 3; u++)
      for (let v = -2; v <= 2; v++) expect(radii.has(Math.sqrt(u * u + v * v))).toBe(true);
    expect(Array.from(distinctRadii(1, 1))).toEqual([0]);
  });
});
