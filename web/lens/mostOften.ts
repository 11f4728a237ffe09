import type { Ranking } from '../answers/ranking.ts';

/** The answer that is given to most of a component's pictures, and to what share of them. */
export function mostOften(rankings: readonly Ranking[]): { readonly label: number; readonly share: number } {
  const counts = new Map<number, number>();
  for (const { order } of rankings) counts.set(order[0], (counts.get(order[0]) ?? 0) + 1);
  const [label, count] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
  return { label, share: count / rankings.length };
}
