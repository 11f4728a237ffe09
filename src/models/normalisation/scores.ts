import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import { argmax } from '../../tensor/argmax.ts';
import type { NamedConvention } from './commonConventions.ts';
import { type Answer, scaledLikelihoods } from './scaledLikelihood.ts';

/** A model's answers under a convention. */
export interface Score extends NamedConvention {
  readonly right: readonly boolean[];
  /** `scaledLikelihoods` of the answers, and their mean. */
  readonly likelihoods: Float64Array;
  readonly logLikelihood: number;
}

/** Where logits are not finite, no class is right. */
export function scoreOf(candidate: NamedConvention, answers: readonly Answer[]): Score {
  const right = answers.map(
    ({ logits, label }) => logits.length > 0 && logits.every(Number.isFinite) && argmax(logits) === label,
  );
  const likelihoods = scaledLikelihoods(answers);
  const logLikelihood = likelihoods.reduce((sum, value) => sum + value, 0) / likelihoods.length;
  return { ...candidate, right, likelihoods, logLikelihood };
}

export const accuracyOf = ({ right }: Score) => right.filter(Boolean).length / right.length;

export const byLikelihood = (a: Score, b: Score) =>
  a.logLikelihood === b.logLikelihood ? 0 : b.logLikelihood - a.logLikelihood;

export const byAccuracy = (a: Score, b: Score) => accuracyOf(b) - accuracyOf(a) || byLikelihood(a, b);

/** A score as the record keeps it. */
export function tally(score: Score) {
  const { name, convention, right, logLikelihood } = score;
  const n = right.length;
  const correct = right.filter(Boolean).length;
  return {
    name,
    convention,
    correct,
    n,
    accuracy: correct / n,
    ...wilsonInterval(correct, n),
    meanLogLikelihood: Number.isFinite(logLikelihood) ? logLikelihood : null,
  };
}
