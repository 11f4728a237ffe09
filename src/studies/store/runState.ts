import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { removeInside, writeInside } from '../../files/inside.ts';
import { readRecord, requireRecord } from '../../files/readRecord.ts';
import { readHistory } from '../../training/run/history.ts';
import { openRun, type RunRecord } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import type { PartName } from '../parts/partNames.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import { type FoundParts, partFile, partKind, partRecordSchema } from '../parts/parts.ts';
import type { RunResult } from '../results/runResult.ts';

/** How far a run of a store is. */
export interface RunState {
  /** `begun`: some epochs; `trained`: all of them, and parts are still to come. */
  readonly state: 'new' | 'begun' | 'trained' | 'complete' | 'failed';
  /** Trained and measured. */
  readonly epoch: number;
  readonly missingParts: readonly PartName[];
  /** Why it failed; null where it did not. */
  readonly failure: string | null;
}

const failureKind = { schema: 'passband.failure', version: 1 } as const;
const failureSchema = z.strictObject({
  schema: z.literal(failureKind.schema),
  version: z.literal(failureKind.version),
  message: z.string(),
});
const FAILURE = 'failure.json';

const NOTHING: RunState = { state: 'new', epoch: 0, missingParts: [], failure: null };

/** A run of a store, or a foreign model that is measured there. */
export interface StoredRun {
  readonly folder: string;
  /** What is to be measured of it. */
  readonly parts: readonly PartName[];
  readonly model: string | null;
}

export async function runState(
  { folder, parts: wanted, model }: StoredRun,
  settings: PartSettings,
): Promise<RunState> {
  if (model !== null) return modelState(folder, wanted, settings);
  if (!existsSync(join(folder, 'run.json'))) {
    return existsSync(join(folder, FAILURE)) ? { ...NOTHING, ...(await failureOf(folder)) } : NOTHING;
  }
  const { record } = await openRun(folder);
  const missingParts = wanted.filter((name) => !existsSync(join(folder, partFile(name, settings))));
  const isTrained = isTrainedRun(folder, record);
  const epoch = isTrained ? record.config.epochs : await lastEpochOf(folder);
  const failed = await failureOf(folder);
  if (failed) return { epoch, missingParts, ...failed };
  if (!isTrained) return { state: 'begun', epoch, missingParts, failure: null };
  return { state: missingParts.length > 0 ? 'trained' : 'complete', epoch, missingParts, failure: null };
}

async function modelState(
  folder: string,
  wanted: readonly PartName[],
  settings: PartSettings,
): Promise<RunState> {
  const missingParts = wanted.filter((name) => !existsSync(join(folder, partFile(name, settings))));
  const failed = existsSync(folder) ? await failureOf(folder) : undefined;
  const state = missingParts.length === 0 ? 'complete' : 'new';
  return { state, epoch: 0, failure: null, ...failed, missingParts };
}

/** Whether a run has its last epoch and its model. */
export function isTrainedRun(folder: string, { status }: Pick<RunRecord, 'status'>): boolean {
  return status === 'finished' && existsSync(join(folder, 'model.onnx'));
}

async function lastEpochOf(folder: string): Promise<number> {
  return (await readHistory(folder, classification.columns)).at(-1)?.epoch ?? 0;
}

/** What a run that failed says of itself. */
export async function failureOf(folder: string): Promise<{ state: 'failed'; failure: string } | undefined> {
  const found = await readRecord(folder, FAILURE, failureSchema, failureKind);
  return found && { state: 'failed', failure: found.message };
}

export async function noteFailure(folder: string, message: string): Promise<void> {
  await writeInside(folder, FAILURE, `${JSON.stringify({ ...failureKind, message })}\n`);
}

export async function forgetFailure(folder: string): Promise<void> {
  await removeInside(folder, FAILURE);
}

/**
 * What a run found by now.
 *
 * @returns undefined of a run that has not begun
 */
export async function readRunResult(
  { folder, parts: wanted, model }: StoredRun,
  settings: PartSettings,
): Promise<RunResult | undefined> {
  if (model !== null) {
    const parts = existsSync(folder) ? await readParts(folder, wanted, settings) : {};
    return Object.keys(parts).length > 0 ? { record: null, rows: [], parts } : undefined;
  }
  if (!existsSync(join(folder, 'run.json'))) return undefined;
  const { record } = await openRun(folder);
  return {
    record,
    rows: await readHistory(folder, classification.columns),
    parts: await readParts(folder, wanted, settings),
  };
}

/** The parts of a run, or of a model, that are there. */
export async function readParts(
  folder: string,
  wanted: readonly PartName[],
  settings: PartSettings,
): Promise<FoundParts> {
  const found: Record<string, unknown> = {};
  for (const name of wanted) {
    const file = partFile(name, settings);
    if (!existsSync(join(folder, file))) continue;
    found[name] = (await requireRecord(folder, file, partRecordSchema(name), partKind)).found;
  }
  return found as FoundParts;
}
