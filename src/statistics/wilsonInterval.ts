/** The 97.5% quantile of the standard normal distribution. */
export const Z95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95% interval of a proportion (Wilson, 1927): unlike the normal interval it stays inside [0, 1] and keeps
 * its width where every answer is right or none is.
 *
 * @param correct right answers, 0 ≤ correct ≤ n
 * @param n all answers, n ≥ 1
 * @param z quantile of the standard normal distribution
 * @throws RangeError when `n` is not a whole number ≥ 1 or `correct` lies outside 0 … n
 */
export function wilsonInterval(correct: number, n: number, z = Z95): Interval {
  if (!(Number.isInteger(n) && n >= 1))
    throw new RangeError(`wilsonInterval: n must be a whole number ≥ 1, got ${n}`);
  if (!(correct >= 0 && correct <= n)) {
    throw new RangeError(`wilsonInterval: correct must be in 0 … ${n}, got ${correct}`);
  }
  const share = correct / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return {
    low: correct === 0 ? 0 : Math.max(0, centre - half),
    high: correct === n ? 1 : Math.min(1, centre + half),
  };
}
