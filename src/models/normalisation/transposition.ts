import { largest } from '../../statistics/extremes.ts';
import { accuracyOf, byAccuracy, type Score } from './scores.ts';
import { equalAccuracy } from './ties.ts';
import { isTransposed } from './transposedLayouts.ts';

/**
 * The scores that count: those of layouts with rows and columns exchanged only where one of them is right on more images
 * than any other layout, and by more than chance explains. Few models want that, and many hardly see the difference.
 */
export function withoutLuckyTransposition(scores: readonly Score[]): readonly Score[] {
  const straight = scores.filter(({ convention }) => !isTransposed(convention.layout));
  const most = largest(scores.map(({ right }) => right.length));
  const [best, turned] = [straight, scores.filter((score) => !straight.includes(score))].map(
    (some) => some.filter(({ right }) => right.length === most).toSorted(byAccuracy)[0],
  );
  // Given conventions leave nothing to choose from.
  if (straight.length === 0 || !best) return scores;
  if (!turned) return straight;
  return accuracyOf(turned) > accuracyOf(best) && equalAccuracy(turned, best) < 0.05 ? scores : straight;
}
