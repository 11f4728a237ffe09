import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { removeInside, writeInside } from '../../files/inside.ts';
import { kindOf } from '../../files/openRegular.ts';
import { readRecord, requireRecord } from '../../files/readRecord.ts';
import { isSystemError } from '../../files/systemReason.ts';
import { readHistory } from '../../training/run/history.ts';
import { openRun, type RunRecord } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { oneLine } from '../../wording/oneLine.ts';
import type { PartName } from '../parts/partNames.ts';
import type { PartSettings } from '../parts/partSettings.ts';
import { type FoundParts, partFile, partKind, partRecordSchema } from '../parts/parts.ts';
import type { RunResult } from '../results/runResult.ts';
import type { StudyModel } from '../spec/studySpec.ts';

/** How far a run of a store is. */
export interface RunState {
  /** `begun`: some epochs; `trained`: all of them, and parts are still to come; `unreadable`: nobody works on it before it is mended. */
  readonly state: 'new' | 'begun' | 'trained' | 'complete' | 'failed' | 'unreadable';
  /** Trained and measured. */
  readonly epoch: number;
  readonly missingParts: readonly PartName[];
  /** Why it failed, or cannot be read; null where neither is so. */
  readonly failure: string | null;
}

/** Whether nothing more will become of a run by itself. */
export function isSettled(state: RunState | undefined): boolean {
  return state !== undefined && ['complete', 'failed', 'unreadable'].includes(state.state);
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
  readonly model: StudyModel | null;
}

/**
 * @throws the error of the file system, which may be another one or none the next time; what is damaged, or of a newer Passband, is a
 *   state of the run
 */
export async function runState(run: StoredRun, settings: PartSettings): Promise<RunState> {
  try {
    await requirePlainFolder(run.folder);
    return await (run.model === null ? trainedState(run, settings) : modelState(run, settings));
  } catch (error) {
    if (isSystemError(error)) throw error;
    return { ...NOTHING, state: 'unreadable', failure: oneLine(error) };
  }
}

/** @throws Error of one line where something else than a folder lies there, such as a link out of the store */
async function requirePlainFolder(folder: string): Promise<void> {
  const found = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!found || found.isDirectory()) return;
  throw new Error(`${folder} must be a folder, it is ${kindOf(found)}; delete it`);
}

async function trainedState({ folder, parts: wanted }: StoredRun, settings: PartSettings): Promise<RunState> {
  if (!existsSync(join(folder, 'run.json'))) {
    return existsSync(join(folder, FAILURE)) ? { ...NOTHING, ...(await failureOf(folder)) } : NOTHING;
  }
  const { record } = await openRun(folder);
  const missingParts = wanted.filter((name) => !existsSync(join(folder, partFile(name, settings))));
  const isTrained = isTrainedRun(folder, record);
  const epoch = await lastEpochOf(folder);
  if (isTrained && epoch < record.config.epochs) throw shortHistory(folder, epoch, record);
  // What fails for one study need not concern another, which may have all that it asks for.
  if (isTrained && missingParts.length === 0) return { ...NOTHING, state: 'complete', epoch };
  const failed = await failureOf(folder);
  if (failed) return { epoch, missingParts, ...failed };
  return { state: isTrained ? 'trained' : 'begun', epoch, missingParts, failure: null };
}

async function modelState({ folder, parts: wanted }: StoredRun, settings: PartSettings): Promise<RunState> {
  const missingParts = wanted.filter((name) => !existsSync(join(folder, partFile(name, settings))));
  if (missingParts.length === 0) return { ...NOTHING, state: 'complete' };
  const failed = existsSync(folder) ? await failureOf(folder) : undefined;
  return { ...NOTHING, ...failed, missingParts };
}

/** Whether a run has its last epoch and its model. */
export function isTrainedRun(folder: string, { status }: Pick<RunRecord, 'status'>): boolean {
  return status === 'finished' && existsSync(join(folder, 'model.onnx'));
}

/** Its model is there, but not what was measured along its training. */
export function shortHistory(folder: string, epoch: number, { config }: Pick<RunRecord, 'config'>): Error {
  return new Error(
    `${folder} is finished, but its history ends at epoch ${epoch} of ${config.epochs}; delete the folder to train it again`,
  );
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
