import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { spread } from '#passband/statistics/spread.ts';

const { spreads } = JSON.parse(
  readFileSync(new URL('../golden/statistics/studentT.json', import.meta.url), 'utf8'),
) as { spreads: { values: number[]; mean: number; sd: number | null }[] };

describe('spread', () => {
  it.each(spreads)('of $values is what numpy finds', ({ values, mean, sd }) => {
    const found = spread(values);
    expect(found.mean).toBeCloseTo(mean, 12);
    if (sd === null) expect(found.sd).toBeNull();
    else expect(found.sd).toBeCloseTo(sd, 12);
  });

  it('is moved by a shift, and scaled by a factor', () => {
    const values = [0.2, 0.9, 0.4];
    const { mean, sd } = spread(values);
    const changed = spread(values.map((value) => 3 - 2 * value));
    expect(changed.mean).toBeCloseTo(3 - 2 * mean, 12);
    expect(changed.sd).toBeCloseTo(2 * sd!, 12);
  });

  it('refuses no values, which have no mean', () => {
    expect(() => spread([])).toThrow('spread: there must be at least one value, got none');
  });
});
