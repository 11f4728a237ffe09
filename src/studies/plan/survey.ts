import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readRecord } from '../../files/readRecord.ts';
import { configSchema } from '../../training/config/config.ts';
import { decidingSettings, folderOfHash } from '../store/runIdentity.ts';
import { isSettled, type RunState, runState } from '../store/runState.ts';
import { holderWatch } from '../store/seeHolder.ts';
import type { PlannedRun, StudyPlan } from './plannedStudy.ts';

/** A planned run, how far it is, and why it will be run. */
export interface SurveyedRun {
  readonly run: PlannedRun;
  readonly state: RunState;
  /** Whether this call will work on it. */
  readonly isDue: boolean;
  /** `new`, `goes on after epoch 3 of 10`, `complete`, `changed: epochs 12 → 24`, … */
  readonly reason: string;
}

/** What an earlier study of the same name says of its runs. */
const earlierSchema = z.looseObject({
  runs: z.array(z.looseObject({ name: z.string(), seed: z.int(), hash: z.string() })),
});

/**
 * How far each run of a plan is, and why it would be run.
 *
 * @param retry whether runs that failed before are tried again
 */
export async function surveyRuns(
  plan: StudyPlan,
  { retry }: { readonly retry: boolean },
): Promise<SurveyedRun[]> {
  const watch = holderWatch();
  const before = await earlierRuns(plan);
  const surveyed: SurveyedRun[] = [];
  for (const run of plan.runs) {
    const { folder } = run;
    const state = await runState(run, plan.parts);
    // One look cannot tell a process at work from one that is gone on another machine.
    const isElsewhere = existsSync(folder) && ['held', 'unknown'].includes(watch(folder));
    const isDue = !isSettled(state) || (state.state === 'failed' && retry);
    surveyed.push({
      run,
      state,
      isDue,
      reason: isElsewhere
        ? 'another process is at it, or was'
        : await reasonOf(run, state, { retry, before }),
    });
  }
  return surveyed;
}

async function reasonOf(
  { hash, config, model }: PlannedRun,
  { state, epoch, missingParts, failure }: RunState,
  { retry, before }: { readonly retry: boolean; readonly before: ReadonlyMap<string, string> },
): Promise<string> {
  switch (state) {
    case 'complete':
      return 'complete';
    case 'failed':
      return retry
        ? `failed before (${failure}); tried again`
        : `failed before (${failure}); --retry tries again`;
    case 'unreadable':
      return `unreadable (${failure}); passband runs remove deletes it`;
    case 'trained':
      return `trained; to be measured: ${missingParts.join(', ')}`;
    case 'begun':
      return `goes on after epoch ${epoch} of ${config.epochs}`;
    case 'new': {
      if (model !== null) return 'to be measured';
      const earlier = before.get(hash);
      if (earlier === undefined) return 'new';
      const changed = await changedKeys(earlier, config);
      return changed.length > 0 ? `changed: ${changed.join(', ')}` : 'new';
    }
  }
}

/** The folder of the run that stood in a run's place when its study was run before, by the new run's hash. */
async function earlierRuns({ studies }: StudyPlan): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { folder, settings } of studies) {
    const record = await readRecord(folder, 'study.json', earlierSchema).catch(() => undefined);
    for (const { name, runs } of record ? settings : []) {
      for (const { seed, hash } of runs) {
        const old = record!.runs.find((each) => each.name === name && each.seed === seed);
        if (old && old.hash !== hash) found.set(hash, join(folder, '..', 'runs', folderOfHash(old.hash)));
      }
    }
  }
  return found;
}

const MOST_NAMED = 4;

async function changedKeys(folder: string, config: PlannedRun['config']): Promise<string[]> {
  const record = await readRecord(folder, 'run.json', z.looseObject({ config: configSchema })).catch(
    () => undefined,
  );
  if (!record) return [];
  const [was, is] = [decidingSettings(record.config), decidingSettings(config)];
  const changed = Object.keys(is)
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map((key) => `${key} ${String(was[key])} → ${String(is[key])}`);
  if (changed.length === 0) return ['the data or the recipe'];
  return changed.length > MOST_NAMED
    ? [...changed.slice(0, MOST_NAMED), `and ${changed.length - MOST_NAMED} more`]
    : changed;
}
