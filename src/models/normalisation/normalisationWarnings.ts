import { describeConvention } from '../../networks/classifier/convention.ts';
import { whole } from '../../wording/format.ts';
import type { Normalisation } from './normalisation.ts';
import { type Score, tally } from './scores.ts';

export interface WarningContext {
  /** The convention that is used. */
  readonly winner: Score;
  /** Its answers to the images that all conventions were tried on. */
  readonly before: Score;
  /** The best of all that were tried. */
  readonly overall: Score;
  /** Whether that one is better than what is used by more than chance explains. */
  readonly isBeaten: boolean;
  /** Whether even the best does no better than chance. */
  readonly isChance: boolean;
  /** Conventions that do equally well, the one that is used first; that one alone where it is decided. */
  readonly equals: readonly Score[];
  readonly tie: Normalisation['tie'];
  /** Why the one that is used is likelier than its equals. */
  readonly reason: string | undefined;
  /** Nodes with which the model normalises its own input. */
  readonly inner: readonly string[];
  /** Whether range, mean and std were given. */
  readonly isGiven: boolean;
}

/** What is suspicious about a convention, one sentence each. */
export function normalisationWarnings({
  winner,
  before,
  overall,
  isBeaten,
  isChance,
  equals,
  tie,
  reason,
  inner,
  isGiven,
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
      `accuracy ${how} is ${percent(before)}, with '${overall.name}' it would be ${percent(overall)} (${describeConvention(overall.convention)})`,
    );
  }
  if (tie && !isBeaten) {
    const named = equals.map((score) => `'${score.name}' (${percent(score)})`);
    const why = reason === undefined ? '' : `, as ${reason}`;
    warnings.push(
      `undecided: ${list(named)} do equally well on ${whole(tie.n)} images; '${winner.name}' is used${why}; ` +
        `${stake(tie)}; settle it with --mean, --std, --range, --channels or --layout`,
    );
  }
  if (isChance) {
    warnings.push('no convention does better than chance; are the classes in the right order?');
  }
  return warnings;
}

/** How much hangs on the choice. */
function stake({ scale, step }: NonNullable<Normalisation['tie']>): string {
  if (!step) return `between them a perturbation reaches the model up to ${scale.toFixed(2)} times as large`;
  const { epsilon, n, lowest, highest } = step;
  const what = `after one gradient-sign step (FGSM) of ${Math.round(255 * epsilon)}/255, accuracy on ${n} images`;
  const [low, high] = [lowest, highest].map((share) => `${(100 * share).toFixed(1)}%`);
  return lowest === highest ? `${what} is ${low} under each` : `${what} is between ${low} and ${high}`;
}

const list = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
