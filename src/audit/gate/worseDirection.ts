import type { Worse } from '../measures/worse.ts';
import { allParts } from '../parts/parts.ts';

const worse: ReadonlyMap<string, Worse> = new Map(
  allParts.flatMap((part) => Object.entries(part.worse ?? {})),
);

/** The direction of a measure such as `pgd-l2@0.5`, whatever its radius, ε or norm; undefined where it is not settled. */
export function worseDirection(measure: string): Worse | undefined {
  return worse.get(measure.split('@')[0].replace(/-l2$/, ''));
}
