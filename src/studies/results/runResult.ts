import type { RunRecord } from '../../training/run/runFolder.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import type { FoundParts } from '../parts/parts.ts';

/** What is known of a run by now. */
export interface RunResult {
  /** Null of a foreign model, which has parts alone. */
  readonly record: RunRecord | null;
  readonly rows: readonly ClassificationRow[];
  readonly parts: FoundParts;
}

/** One setting of a study: what varies, and what its seeds found; undefined of a seed that has nothing yet. */
export interface Setting {
  readonly name: string;
  /** The varied keys and their values. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly seeds: readonly SettingRun[];
}

export interface SettingRun {
  readonly seed: number;
  readonly state: 'complete' | 'running' | 'to come' | 'failed';
  readonly failure: string | null;
  /** Undefined of a run of which nothing is known yet. */
  readonly result: RunResult | undefined;
}

/** A setting's value of a key: what was asked for, else what all runs share, as far as a run says it. */
export function settingValue({ values, seeds }: Pick<Setting, 'values' | 'seeds'>, key: string): unknown {
  if (Object.hasOwn(values, key)) return values[key];
  const config = seeds.find(({ result }) => result?.record)?.result?.record?.config;
  return (config as Readonly<Record<string, unknown>> | undefined)?.[key];
}

/** The last epoch that was measured; 0 where none was. */
export function lastEpoch({ rows }: Pick<RunResult, 'rows'>): number {
  let last = 0;
  for (const { split, epoch } of rows) if (split !== 'running' && epoch > last) last = epoch;
  return last;
}
