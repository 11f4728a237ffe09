import { logFactorial } from './logFactorial.ts';

export interface Discordant {
  /** Images on which only the first answer is right. */
  readonly onlyFirst: number;
  /** Images on which only the second answer is right. */
  readonly onlySecond: number;
}

/**
 * McNemar's exact test of two sets of answers to the same images: the probability, if both were right equally often,
 * that the images on which only one of them is right are shared out at least as unevenly as they are.
 *
 * @returns the two-sided p value of the binomial distribution with n = onlyFirst + onlySecond and p = ½; 1 where n = 0
 * @throws RangeError when a count is not a whole number ≥ 0
 */
export function mcnemar({ onlyFirst, onlySecond }: Discordant): number {
  for (const [name, count] of Object.entries({ onlyFirst, onlySecond })) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`mcnemar: ${name} must be a whole number ≥ 0, got ${count}`);
    }
  }
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logFactorial(n) - logFactorial(k) - logFactorial(n - k) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}
