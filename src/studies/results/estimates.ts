import type { Estimate } from '../../report/study/studyRecord.ts';
import { largest, smallest } from '../../statistics/extremes.ts';
import { spread } from '../../statistics/spread.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import { type Quantity, quantityOf } from './quantities.ts';
import type { RunResult, Setting } from './runResult.ts';
import { type Sample, sampleOf } from './samples.ts';

/**
 * One quantity over the seeds of a setting: of a single seed with its interval over images, of several their mean, smallest
 * and largest, since seeds vary more than images.
 *
 * @returns null of no sample
 */
export function estimateOf(samples: readonly Sample[]): Estimate | null {
  if (samples.length === 0) return null;
  const values = samples.map(({ value }) => value);
  const { mean, sd } = spread(values);
  const common = { value: mean, sd, seeds: samples.length, n: samples[0].n };
  if (samples.length > 1) {
    return { ...common, low: smallest(values, Infinity), high: largest(values, -Infinity) };
  }
  const [{ value, n }] = samples;
  if (n === null) return { ...common, low: null, high: null };
  return { ...common, ...wilsonInterval(Math.round(value * n), n) };
}

/** A quantity of each seed of a setting, of those that have it. */
export function samplesOf(
  { seeds }: Setting,
  quantity: Quantity | string,
  epoch?: number,
): readonly Sample[] {
  const wanted = typeof quantity === 'string' ? quantityOf(quantity) : quantity;
  return eachSeed({ seeds }, (result) => sampleOf(wanted, result, epoch));
}

/** What each seed of a setting gives, of those that give something, with the seed that gave it. */
export function eachSeed<T extends object>(
  { seeds }: Pick<Setting, 'seeds'>,
  sampled: (result: RunResult) => T | undefined,
): (T & { readonly seed: number })[] {
  return seeds.flatMap(({ seed, result }) => {
    const found = result && sampled(result);
    return found ? [{ ...found, seed }] : [];
  });
}
