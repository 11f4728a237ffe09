import { describe, expect, it } from 'vitest';
import { mcnemar } from '#passband/statistics/mcnemar.ts';
import golden from '../golden/statistics/mcnemar.json' with { type: 'json' };

describe('mcnemar', () => {
  it.each(golden.cases)('of $onlyFirst against $onlySecond is $p', ({ onlyFirst, onlySecond, p }) => {
    expect(mcnemar({ onlyFirst, onlySecond }) / p).toBeCloseTo(1, 9);
  });

  it('does not depend on which of the two comes first', () => {
    expect(mcnemar({ onlyFirst: 3, onlySecond: 17 })).toBe(mcnemar({ onlyFirst: 17, onlySecond: 3 }));
  });

  it('refuses what is no count', () => {
    expect(() => mcnemar({ onlyFirst: -1, onlySecond: 2 })).toThrow(
      'mcnemar: onlyFirst must be a whole number ≥ 0, got -1',
    );
  });
});
