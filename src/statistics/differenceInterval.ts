import type { Interval } from './wilsonInterval.ts';

/** A proportion with its interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * The interval of a difference of two independent proportions, `first − second` (Newcombe, 1998, method 10): made of the
 * Wilson intervals of the two, so that it stays inside [−1, 1] and keeps its width where every answer is right. Where
 * both were counted on the same images it is wider than need be, because it knows nothing of how the answers go together.
 *
 * @param first the share and its interval, as from `wilsonInterval`; the result has the same confidence
 * @param second the same of what is taken off
 * @throws RangeError when an estimate lies outside its own interval
 */
export function differenceInterval(first: Estimate, second: Estimate): Interval {
  for (const [name, { value, low, high }] of Object.entries({ first, second })) {
    if (!(low <= value && value <= high)) {
      throw new RangeError(
        `differenceInterval: ${name} must lie in its interval, got ${value} in ${low} … ${high}`,
      );
    }
  }
  const difference = first.value - second.value;
  return {
    low: difference - Math.hypot(first.value - first.low, second.high - second.value),
    high: difference + Math.hypot(first.high - first.value, second.value - second.low),
  };
}
