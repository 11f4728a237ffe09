import { describe, expect, it } from 'vitest';
import { differenceInterval } from '#passband/statistics/differenceInterval.ts';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';
import golden from '../golden/statistics/differenceInterval.json' with { type: 'json' };

const estimate = (correct: number, n: number) => ({ value: correct / n, ...wilsonInterval(correct, n) });

describe('differenceInterval', () => {
  it.each(golden.cases)('of $first against $second is $low … $high', ({ first, second, low, high }) => {
    const interval = differenceInterval(estimate(first[0], first[1]), estimate(second[0], second[1]));
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it('is the one that Newcombe prints for 56 of 70 against 48 of 80', () => {
    const { low, high } = differenceInterval(estimate(56, 70), estimate(48, 80));
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
  });

  it('changes its sign when the two change places', () => {
    const there = differenceInterval(estimate(56, 70), estimate(48, 80));
    const back = differenceInterval(estimate(48, 80), estimate(56, 70));
    expect([back.low, back.high]).toEqual([-there.high, -there.low]);
  });

  it('has 0 in its middle where the two are the same', () => {
    const { low, high } = differenceInterval(estimate(142, 200), estimate(142, 200));
    expect(low).toBeCloseTo(-high, 15);
  });

  it('stays inside −1 … 1', () => {
    const { low, high } = differenceInterval(estimate(3, 3), estimate(0, 4));
    expect(low).toBeGreaterThan(0);
    expect(high).toBe(1);
  });

  it('refuses an estimate outside its interval', () => {
    const outside = { value: 0.5, low: 0.6, high: 0.7 };
    expect(() => differenceInterval(estimate(1, 2), outside)).toThrow(
      'differenceInterval: second must lie in its interval, got 0.5 in 0.6 … 0.7',
    );
  });
});
