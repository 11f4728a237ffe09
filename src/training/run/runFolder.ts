import { mkdir, readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { writeInside } from '../../files/inside.ts';
import { isLeaseFile } from '../../files/leaseFile.ts';
import { readRecord } from '../../files/readRecord.ts';
import { isTemporary } from '../../files/temporaryName.ts';
import { trainingCounts } from '../batches/splitTraining.ts';
import { configSchema, type TrainingConfig, usualShards } from '../config/config.ts';
import type { Columns } from './columns.ts';
import { writeHistory } from './history.ts';

const runKind = { schema: 'passband.run', version: 2 } as const;

/** Versions that kept no `shards` divided a batch as is still usual. */
const storedConfigSchema = z.preprocess((stored) => {
  if (typeof stored !== 'object' || stored === null || 'shards' in stored) return stored;
  return { ...stored, shards: usualShards(stored as TrainingConfig) };
}, configSchema);

const runSchema = z.strictObject({
  schema: z.literal(runKind.schema),
  version: z.literal(runKind.version),
  /** What it learns (`taskOf`); left out by classification, the only task of the first versions. */
  task: z.string().min(1).optional(),
  config: storedConfigSchema,
  versions: z.strictObject({ passband: z.string(), node: z.string(), onnxruntime: z.string() }),
  dataset: z.strictObject({
    name: z.string(),
    classes: z.array(z.string()),
    /** Channels, height and width of an image. */
    shape: z.tuple([z.int(), z.int(), z.int()]),
    /** File or generator → SHA-256. */
    hashes: z.record(z.string(), z.string()),
    trainCount: z.int(),
    /** Of these the weights learn from so many, */
    learnedCount: z.int(),
    /** so many are held out of training to choose the best checkpoint, */
    heldOutCount: z.int(),
    /** and so many of the learned ones are measured. */
    measuredCount: z.int(),
    testCount: z.int(),
    /** Images of the training set beside `trainCount` that are in reserve; absent where none are. */
    reserveCount: z.int().optional(),
    notices: z.array(z.string()),
  }),
  /** Number of trained weights. */
  parameters: z.int(),
  /**
   * Layouts in which it was computed one after the other, as channels in a block; left out where it was one from the start on.
   * A run that changed is not equal to the last bit to one that did not.
   */
  layouts: z.array(z.int().min(1)).min(2).optional(),
  status: z.enum(['running', 'stopped', 'finished', 'diverged']),
});

/** What `run.json` says: how a run was made and how far it came. */
export type RunRecord = z.infer<typeof runSchema>;
export type RunStatus = RunRecord['status'];

/** A run's folder with what its `run.json` said when it was opened. */
export interface Run {
  readonly folder: string;
  readonly record: RunRecord;
}

const UNNAMED_TASK = 'classification';

/** The name of a run's task. */
export const taskOf = ({ task = UNNAMED_TASK }: Pick<RunRecord, 'task'>) => task;

/** What a record says of the data: of each split only how many images it has. */
export interface RunData extends Pick<Dataset, 'name' | 'classes' | 'shape' | 'hashes' | 'notices'> {
  readonly train: { readonly count: number };
  readonly test: { readonly count: number };
  readonly reserve?: { readonly count: number };
}

const RECORD = 'run.json';

/** What a process leaves that is killed while it makes the folder; version 0.1 called its record's half `run.json.tmp`. */
const isHalfRun = (name: string) =>
  name === `${RECORD}.tmp` || (name.startsWith(`${RECORD}.`) && isTemporary(name)) || isLeaseFile(name);

/** The part of a run's record that describes its data, and how many images the configuration makes of them. */
export function datasetRecord(
  dataset: RunData,
  config: Pick<TrainingConfig, 'holdOut' | 'evaluationSample'>,
): RunRecord['dataset'] {
  const { name, classes, shape, hashes, train, test, reserve, notices } = dataset;
  const { learned, heldOut, measured } = trainingCounts(train.count, config);
  return {
    name,
    classes: [...classes],
    shape: [...shape],
    hashes: { ...hashes },
    trainCount: train.count,
    learnedCount: learned,
    heldOutCount: heldOut,
    measuredCount: measured,
    testCount: test.count,
    ...(reserve && { reserveCount: reserve.count }),
    notices: [...notices],
  };
}

/**
 * Refuses to go on with other data than the run began with.
 *
 * @throws Error that names the first difference
 */
export function checkSameDataset({ dataset: expected, config }: RunRecord, dataset: RunData): void {
  // Notices may be worded anew; all else decides about the numbers.
  const found = { ...datasetRecord(dataset, config), notices: expected.notices };
  for (const [key, value] of Object.entries(expected)) {
    const [was, is] = [value, found[key as keyof typeof found]].map((item) => JSON.stringify(item ?? null));
    if (was !== is) {
      const brief = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
      throw new Error(
        `checkSameDataset: ${key} of the data was ${brief(was)} when the run began, now it is ${brief(is)}`,
      );
    }
  }
}

/**
 * Makes the folder of a new run at `content.config.out`, with `run.json` and an empty history.
 *
 * @param task name and columns of what it learns
 * @throws Error when the folder holds anything already
 */
export async function createRun(
  content: Omit<RunRecord, 'schema' | 'version' | 'task' | 'status'>,
  { name, columns }: { readonly name: string; readonly columns: Columns },
): Promise<Run> {
  const folder = content.config.out;
  await checkFree(folder);
  const record = runSchema.parse({
    ...runKind,
    ...content,
    task: name === UNNAMED_TASK ? undefined : name,
    status: 'running',
  });
  await mkdir(folder, { recursive: true });
  await writeRecord(folder, record);
  await writeHistory(folder, [], columns);
  return { folder, record };
}

/** Lets a caller refuse a folder before it spends time on anything else; `createRun` checks again. */
export async function checkFree(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new Error(`createRun: ${folder} is a file, and a run needs a folder`);
    throw error;
  });
  const names = found.filter((name) => !isHalfRun(name));
  if (names.includes('run.json')) {
    throw new Error(`createRun: ${folder} holds a run already; resume it or choose another folder`);
  }
  if (names.length > 0) {
    throw new Error(`createRun: ${folder} must be empty or new, it holds ${names[0]}`);
  }
}

/**
 * Opens the folder of a run that exists.
 *
 * @throws Error when it holds no run, nothing yet, a damaged one, or one of another version of Passband
 */
export async function openRun(folder: string): Promise<Run> {
  const record = await readRecord(folder, RECORD, runSchema, runKind);
  if (record === undefined) {
    const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => error.code ?? '');
    // A process that is killed before it has its data leaves no folder, or one without a record.
    if (found === 'ENOENT') throw new Error(nothingSaved(folder, 'there is no such folder'));
    if (Array.isArray(found) && found.every(isHalfRun)) {
      throw new Error(nothingSaved(folder, 'it is empty'));
    }
    throw new Error(`openRun: ${folder} holds no run (there is no run.json)`);
  }
  return { folder, record };
}

const nothingSaved = (folder: string, why: string) =>
  `openRun: nothing was saved in ${folder} yet (${why}); start the run again`;

/** Writes how far the run came into its `run.json`, and in which layouts where these are told. */
export async function setRunStatus(
  { folder, record }: Run,
  status: RunStatus,
  { layouts }: Pick<RunRecord, 'layouts'> = record,
): Promise<Run> {
  const changed = { ...record, status, layouts };
  await writeRecord(folder, changed);
  return { folder, record: changed };
}

async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await writeInside(folder, RECORD, `${JSON.stringify(record, null, 2)}\n`);
}
