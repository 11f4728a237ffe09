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

/** A whole number ≥ 0 with thousands set apart: `60,000`. (To load what `toLocaleString` needs takes longer than a short command.) */
export function whole(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 run`, `2,000 runs`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : several}`;
}

/** A measured value as people are shown it: a share in per cent, else three digits; – where there is none. */
export function shownText(value: number | null, as: 'share' | 'number'): string {
  if (value === null) return '–';
  return as === 'share' ? percent(value) : value.toPrecision(3);
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size on disk as a person reads it: `340 kB`, `1.2 GB`. */
export function diskSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < byteUnits.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
}
