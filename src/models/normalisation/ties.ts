import { mcnemar } from '../../statistics/mcnemar.ts';
import type { NamedConvention } from './commonConventions.ts';
import type { LikelyConventions } from './likelyConventions.ts';
import { byAccuracy, byLikelihood, type Score } from './scores.ts';

/** Standard errors of a mean difference in likelihood from which on it is none of chance; several are compared at once. */
const CLEAR = 3;

/**
 * The conventions between which the images do not tell: those as accurate as the most accurate (McNemar's exact test,
 * p ≥ 0.05) under which the true classes are as likely as under the likeliest of them (paired differences within three
 * standard errors), the likeliest first.
 *
 * @param scores of answers to the same images
 */
export function tiedConventions(scores: readonly Score[]): Score[] {
  const [top] = scores.toSorted(byAccuracy);
  const equals = scores.filter((score) => equalAccuracy(top, score) >= 0.05).toSorted(byLikelihood);
  return equals.filter((score) => equalLikelihood(equals[0], score));
}

/** p of the hypothesis that two conventions are right equally often. */
export function equalAccuracy(a: Score, b: Score): number {
  const count = (one: Score, other: Score) =>
    one.right.filter((right, index) => right && !other.right[index]).length;
  return mcnemar({ onlyFirst: count(a, b), onlySecond: count(b, a) });
}

function equalLikelihood(a: Score, b: Score): boolean {
  // Both are −∞ where no answer is a number.
  if (a.logLikelihood === b.logLikelihood) return true;
  if (!Number.isFinite(b.logLikelihood)) return false;
  const n = a.likelihoods.length;
  const mean = a.logLikelihood - b.logLikelihood;
  const squares = a.likelihoods.reduce(
    (sum, value, image) => sum + (value - b.likelihoods[image] - mean) ** 2,
    0,
  );
  return mean < CLEAR * Math.sqrt(squares / (n * (n - 1)));
}

/**
 * Tied conventions with the one to take first: RGB before BGR, the likelier layout, what is usual for such a model, and
 * only then the likelier on these images.
 *
 * @param layouts the likelier one first
 */
export function byPrior(
  tied: readonly Score[],
  { likely, layouts }: { readonly likely: LikelyConventions; readonly layouts: readonly string[] },
): Score[] {
  const keys = ({ values, convention }: NamedConvention) => [
    convention.channels === 'BGR' ? 1 : 0,
    layouts.indexOf(convention.layout),
    groupOf(values, likely),
  ];
  return tied.toSorted((a, b) => {
    const [of, other] = [keys(a), keys(b)];
    const at = of.findIndex((key, place) => key !== other[place]);
    return at < 0 ? byLikelihood(a, b) : of[at] - other[at];
  });
}

const groupOf = (values: string, likely: LikelyConventions) => {
  const at = likely.findIndex(({ names }) => names.includes(values));
  return at < 0 ? likely.length : at;
};
