import type { Setting } from '../results/runResult.ts';

/** Why a setting has nothing to show, or not all of it: its runs failed or are still to come. */
export function missingOf({ seeds }: Setting): string | null {
  const failed = seeds.find(({ state }) => state === 'failed');
  if (failed) return `failed: ${failed.failure ?? 'no reason is known'}`;
  const waiting = seeds.filter(({ state, result }) => state !== 'complete' && !result?.rows.length);
  return waiting.length === seeds.length ? 'still to come' : null;
}

/** Why none of some settings has anything to show: the first reason that there is. */
export function whyNone(settings: readonly Setting[]): string | null {
  return settings.map(missingOf).find((why) => why !== null) ?? null;
}
