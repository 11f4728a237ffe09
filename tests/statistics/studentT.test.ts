import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { studentT } from '#passband/statistics/studentT.ts';
import { Z95 } from '#passband/statistics/wilsonInterval.ts';

const { quantiles } = JSON.parse(
  readFileSync(new URL('../golden/statistics/studentT.json', import.meta.url), 'utf8'),
) as { quantiles: { degrees: number; quantile: number }[] };

describe('studentT', () => {
  it.each(quantiles)('with $degrees degrees of freedom is what scipy finds', ({ degrees, quantile }) => {
    expect(Math.abs(studentT(degrees) - quantile)).toBeLessThan(5.1e-5);
  });

  it('falls with the degrees of freedom, towards the normal quantile', () => {
    const all = Array.from({ length: 60 }, (_, index) => studentT(index + 1));
    for (const [place, value] of all.entries()) if (place > 0) expect(value).toBeLessThan(all[place - 1]);
    expect(studentT(1e9)).toBeCloseTo(Z95, 8);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses %s degrees', (degrees) => {
    expect(() => studentT(degrees)).toThrow(`studentT: degrees must be a whole number ≥ 1, got ${degrees}`);
  });
});
