import { describe, expect, it } from 'vitest';
import { differenceText } from '#passband/studies/claims/checks.ts';

describe('differenceText', () => {
  it('has a sign where a number is shown as other than 0', () => {
    const found = { value: 0.009, low: -0.0004, high: 0.018, by: 'paired' } as const;
    expect(differenceText(found)).toBe('+0.9 points (0.0 … +1.8, paired)');
    expect(differenceText({ ...found, value: -0.31, low: -0.5 }, 'number')).toBe(
      '−0.31 (−0.5 … +0.018, paired)',
    );
  });

  it('says that a number has no interval', () => {
    expect(differenceText({ value: 0.1, low: null, high: null, by: 'no interval' })).toBe(
      '+10.0 points (no interval)',
    );
  });
});
