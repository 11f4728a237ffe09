import type { Interval } from '../statistics/wilsonInterval.ts';

const NARROW_SPACE = '\u202f';

/** A share as a person reads it: `90.1%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** An interval of shares: `89.4 – 90.7`, in per cent. */
export function percentRange({ low, high }: Interval): string {
  return `${(100 * low).toFixed(1)}${NARROW_SPACE}–${NARROW_SPACE}${(100 * high).toFixed(1)}`;
}

/** A count with thousands set apart: `60,000`. */
export function whole(count: number): string {
  return count.toLocaleString('en');
}

/** A measured value as people are shown it: a share in per cent, else three digits; – where there is none. */
export function shownText(value: number | null, as: 'share' | 'number'): string {
  if (value === null) return '–';
  return as === 'share' ? percent(value) : value.toPrecision(3);
}
