import type { Verdict } from '../../audit/measures/verdict.ts';
import type { Difference } from '../results/differences.ts';

/** What one comparison says of a claim. */
export interface Check {
  readonly verdict: Verdict;
  /** What was compared, and what came out, for people. */
  readonly name: string;
  readonly text: string;
}

/** A number as it is shown: a share in points of a hundred where `unit` is share. */
export type Unit = 'share' | 'number';

export function numberText(value: number, unit: Unit): string {
  return unit === 'share' ? `${(100 * value).toFixed(1)}%` : String(Number(value.toPrecision(3)));
}

/** `+3.1 points (+1.0 … +5.2, paired)`. */
export function differenceText({ value, low, high, by }: Difference, unit: Unit = 'share'): string {
  const shown = (number: number) => {
    const text = unit === 'share' ? (100 * number).toFixed(1) : String(Number(number.toPrecision(3)));
    // −0.04 is 0.0 as it is shown, and no less than that.
    return Number(text) > 0 ? `+${text}` : text.replace('-', Number(text) === 0 ? '' : '−');
  };
  const points = unit === 'share' ? ' points' : '';
  const range = low === null || high === null ? by : `${shown(low)} … ${shown(high)}, ${by}`;
  return `${shown(value)}${points} (${range})`;
}

/** Whether a difference lies above a margin: `undecided` where its interval contains it, or there is none. */
export function above(
  name: string,
  found: Difference | undefined,
  { margin = 0, unit = 'share' }: { readonly margin?: number; readonly unit?: Unit } = {},
): Check {
  if (!found) return { verdict: 'undecided', name, text: 'not known' };
  const { low, high } = found;
  const verdict: Verdict =
    low === null || high === null
      ? 'undecided'
      : low > margin
        ? 'holds'
        : high < margin
          ? 'does not hold'
          : 'undecided';
  return { verdict, name, text: differenceText(found, unit) };
}

/** As `above`, for a difference that is to lie below. */
export function below(
  name: string,
  found: Difference | undefined,
  { margin = 0, unit = 'share' }: { readonly margin?: number; readonly unit?: Unit } = {},
): Check {
  const { verdict } = above(name, found, { margin, unit });
  return {
    verdict: verdict === 'holds' ? 'does not hold' : verdict === 'does not hold' ? 'holds' : verdict,
    name,
    text: found ? differenceText(found, unit) : 'not known',
  };
}

/** Whether a difference is at most so large either way. */
export function within(name: string, found: Difference | undefined, margin: number): Check {
  if (!found || found.low === null || found.high === null) {
    return { verdict: 'undecided', name, text: found ? differenceText(found) : 'not known' };
  }
  const { low, high } = found;
  const verdict: Verdict =
    low > -margin && high < margin ? 'holds' : low > margin || high < -margin ? 'does not hold' : 'undecided';
  return { verdict, name, text: differenceText(found) };
}

/** A claim of several comparisons holds where all do, and does not where one does not. */
export function all(checks: readonly Check[]): Verdict {
  if (checks.some(({ verdict }) => verdict === 'does not hold')) return 'does not hold';
  return checks.length > 0 && checks.every(({ verdict }) => verdict === 'holds') ? 'holds' : 'undecided';
}
