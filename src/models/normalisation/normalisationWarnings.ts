import { describeConvention } from '../../networks/classifier/convention.ts';
import { type Score, tally } from './scores.ts';

export interface WarningContext {
  /** The convention that is used. */
  readonly winner: Score;
  /** The best of all that were tried. */
  readonly overall: Score;
  /** Whether that one is better than what is used by more than chance explains. */
  readonly isBeaten: boolean;
  /** Conventions of another kind that do as well as the one that is used. */
  readonly rivals: readonly Score[];
  /** Nodes with which the model normalises its own input. */
  readonly inner: readonly string[];
  /** Whether range, mean and std were given. */
  readonly isGiven: boolean;
  /** Number of classes. */
  readonly classes: number;
}

/** What is suspicious about a convention, one sentence each. */
export function normalisationWarnings({
  winner,
  overall,
  isBeaten,
  rivals,
  inner,
  isGiven,
  classes,
}: WarningContext): string[] {
  const warnings: string[] = [];
  const percent = (score: Score) => `${(100 * tally(score).accuracy).toFixed(1)}%`;
  const { range, mean, std } = winner.convention;
  const isPlain = mean.every((value) => value === 0) && std.every((value) => value === 1) && range[0] === 0;
  if (inner.length > 0) {
    const nodes = inner.map((name) => `'${name}'`).join(', ');
    warnings.push(
      isPlain
        ? `the model normalises its input itself (${nodes}); nothing is subtracted or divided before it`
        : `double normalisation: the model normalises its input itself (${nodes}), and ${describeConvention(winner.convention)} comes before that`,
    );
  }
  if (isBeaten) {
    const how = isGiven ? 'as given' : `with '${winner.name}'`;
    warnings.push(
      `accuracy ${how} is ${percent(winner)}, with '${overall.name}' it would be ${percent(overall)} (${describeConvention(overall.convention)})`,
    );
  }
  if (rivals.length > 0 && !isBeaten) {
    const [rival] = rivals;
    const more = rivals.length > 1 ? ` (and ${rivals.length - 1} more)` : '';
    warnings.push(
      `undecided: '${winner.name}' (${percent(winner)}) does no better than '${rival.name}' (${percent(rival)})${more}; ` +
        'settle it with --mean, --std, --range, --channels or --layout',
    );
  }
  if (tally(overall).low <= 1 / classes) {
    warnings.push('no convention does better than chance; are the classes in the right order?');
  }
  return warnings;
}
