import { differenceInterval } from '../../statistics/differenceInterval.ts';
import { type Discordant, mcnemar } from '../../statistics/mcnemar.ts';
import { spread } from '../../statistics/spread.ts';
import { studentT } from '../../statistics/studentT.ts';
import { wilsonInterval, Z95 } from '../../statistics/wilsonInterval.ts';
import { type Sample, standardError } from './samples.ts';

/** A difference with its 95% interval, null where a single number has none, and what the interval was made by. */
export interface Difference {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly by: 'over seeds' | 'paired' | 'two samples' | 'no interval';
}

/** Of so many seeds the interval is over them; of fewer it is over images, and says nothing of how seeds vary. */
export const ENOUGH_SEEDS = 3;

/**
 * The difference `first − second` of one quantity of two settings, or of two quantities: seed by seed where both have three seeds and
 * more in common; else image by image on the same images (McNemar's test, where p ≥ .05 the interval contains 0), else as two samples
 * (Newcombe).
 *
 * @returns undefined where either has no sample
 */
export function difference(first: readonly Sample[], second: readonly Sample[]): Difference | undefined {
  if (first.length === 0 || second.length === 0) return undefined;
  const pairs = bySeed(first, second);
  if (pairs.length >= ENOUGH_SEEDS) return overSeeds(pairs.map(([one, other]) => one.value - other.value));
  const isPaired = pairs.length === first.length && pairs.length === second.length;
  const counts = isPaired ? discordant(pairs) : undefined;
  return counts ? onSameImages(counts) : asTwoSamples(first, second);
}

/** Samples of the same seed; of the same place where no seed is told. */
export function bySeed<A extends Pick<Sample, 'seed'>, B extends Pick<Sample, 'seed'>>(
  first: readonly A[],
  second: readonly B[],
): (readonly [A, B])[] {
  const others = new Map(second.map((sample, place) => [sample.seed ?? place, sample]));
  return first.flatMap((sample, place) => {
    const other = others.get(sample.seed ?? place);
    return other ? [[sample, other] as const] : [];
  });
}

/**
 * The mean of some values, one a seed, with its interval by Student's t.
 *
 * @throws RangeError of no values
 */
export function overSeeds(values: readonly number[]): Difference {
  const { mean, sd } = spread(values);
  if (sd === null) return { value: mean, low: null, high: null, by: 'no interval' };
  const half = (studentT(values.length - 1) * sd) / Math.sqrt(values.length);
  return { value: mean, low: mean - half, high: mean + half, by: 'over seeds' };
}

/** On how many images two samples differ; undefined where their answers are not known image by image. */
function discordant(pairs: readonly (readonly [Sample, Sample])[]): SameImages | undefined {
  let [onlyFirst, onlySecond, n] = [0, 0, 0];
  for (const [{ flags: a }, { flags: b }] of pairs) {
    if (!a || a.length !== b?.length) return undefined;
    for (let image = 0; image < a.length; image++) {
      if (a[image] > b[image]) onlyFirst++;
      if (b[image] > a[image]) onlySecond++;
    }
    n += a.length;
  }
  return { onlyFirst, onlySecond, n };
}

/** Two answers to each of `n` images. */
export interface SameImages extends Discordant {
  readonly n: number;
}

/** The difference of two shares of the same images. */
export function onSameImages({ onlyFirst, onlySecond, n }: SameImages): Difference {
  const value = (onlyFirst - onlySecond) / n;
  // Agresti and Min (2005): half an image is added to each of the four cells of the table.
  const [one, two, all] = [onlyFirst + 0.5, onlySecond + 0.5, n + 2];
  const centre = (one - two) / all;
  const half = (Z95 * Math.sqrt(one + two - (one - two) ** 2 / all)) / all;
  const interval = { low: Math.min(value, centre - half), high: Math.max(value, centre + half) };
  // The exact test decides whether there is a difference at all.
  const differ = mcnemar({ onlyFirst, onlySecond }) < 0.05;
  return {
    value,
    low: !differ
      ? Math.min(interval.low, 0)
      : value > 0
        ? Math.max(interval.low, Number.MIN_VALUE)
        : interval.low,
    high: !differ
      ? Math.max(interval.high, 0)
      : value < 0
        ? Math.min(interval.high, -Number.MIN_VALUE)
        : interval.high,
    by: 'paired',
  };
}

function asTwoSamples(first: readonly Sample[], second: readonly Sample[]): Difference {
  const [a, b] = [pooled(first), pooled(second)];
  const value = a.value - b.value;
  if (a.n !== null && b.n !== null) {
    const [one, two] = [a, b].map(({ value: share, n }) => ({
      value: share,
      ...wilsonInterval(share * n!, n!),
    }));
    return { value, ...differenceInterval(one, two), by: 'two samples' };
  }
  return around(value, Math.hypot(a.error, b.error));
}

function around(value: number, error: number): Difference {
  if (!Number.isFinite(error)) return { value, low: null, high: null, by: 'no interval' };
  return { value, low: value - Z95 * error, high: value + Z95 * error, by: 'two samples' };
}

interface Pooled {
  readonly value: number;
  readonly n: number | null;
  /** NaN where there is none. */
  readonly error: number;
}

function pooled(samples: readonly Sample[]): Pooled {
  const { mean } = spread(samples.map(({ value }) => value));
  const images = samples.map(({ n }) => n);
  const n = images.every((each) => each !== null) ? images.reduce((sum, each) => sum + each, 0) : null;
  const errors = samples.map((sample) => standardError(sample) ** 2);
  return { value: mean, n, error: Math.sqrt(errors.reduce((sum, each) => sum + each, 0)) / samples.length };
}

/**
 * The slope of a quantity over the places 0, 1, 2, … of an order, per place, with its interval: over the seeds that all places have
 * where these are three and more, else from the images behind each value.
 *
 * @param values at each place, the samples of its seeds
 * @returns undefined of fewer than two places, or where one of them has no sample
 */
export function trend(values: readonly (readonly Sample[])[]): Difference | undefined {
  if (values.length < 2 || values.some(({ length }) => length === 0)) return undefined;
  const seeds = sharedSeeds(values);
  if (seeds.length >= ENOUGH_SEEDS) return overSeeds(seeds.map((series) => slopeOf(series).slope));
  const pools = values.map(pooled);
  const { slope, weights } = slopeOf(pools.map(({ value }) => value));
  const squares = pools.map(({ error }, place) => (weights[place] * error) ** 2);
  return around(slope, Math.sqrt(squares.reduce((sum, each) => sum + each, 0)));
}

/** For each seed that all places have, its values along the places. */
function sharedSeeds([first, ...others]: readonly (readonly Sample[])[]): number[][] {
  let series = first.map(({ seed, value }) => ({ seed, values: [value] }));
  for (const samples of others) {
    series = bySeed(series, samples).map(([{ seed, values }, { value }]) => ({
      seed,
      values: [...values, value],
    }));
  }
  return series.map(({ values }) => values);
}

/** Least squares over 0, 1, 2, …: the slope is the sum of the values by their weights. */
function slopeOf(values: readonly number[]): { readonly slope: number; readonly weights: readonly number[] } {
  const middle = (values.length - 1) / 2;
  const squares = values.reduce((sum, _, place) => sum + (place - middle) ** 2, 0);
  const weights = values.map((_, place) => (place - middle) / squares);
  return { slope: values.reduce((sum, value, place) => sum + weights[place] * value, 0), weights };
}
