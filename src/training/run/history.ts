import { join } from 'node:path';
import { z } from 'zod';
import { appendInside, readInside, writeInside } from '../../files/inside.ts';
import { parseJson } from '../../files/parseJson.ts';

const historyRowSchema = z.strictObject({
  /** Counts from 1. */
  epoch: z.int().min(1),
  /** `running` is the mean over the epoch's own batches while the weights moved; the others are of its end. */
  split: z.enum(['train', 'test', 'running', 'held-out']),
  /** `adversarial` is x attacked with the run's own PGD. */
  component: z.enum(['x', 'lfc', 'hfc', 'adversarial']),
  /** Cut-off in frequency bins; null for x and adversarial images. */
  radius: z.number().min(0).nullable(),
  /** Mean cross-entropy, in nats. */
  loss: z.number(),
  accuracy: z.number().min(0).max(1),
  correct: z.int().min(0),
  n: z.int().min(1),
  /** Time that the run had spent when the row was written, without the pauses between stop and resume. */
  elapsedMs: z.number().min(0),
});

/** One measurement: a line of `history.jsonl` and of `history.csv`. */
export type HistoryRow = Readonly<z.infer<typeof historyRowSchema>>;

const columns = Object.keys(historyRowSchema.shape) as (keyof HistoryRow)[];
const csvHeader = `${columns.join(',')}\n`;

const JSONL = 'history.jsonl';
const CSV = 'history.csv';

const toJsonl = (rows: readonly HistoryRow[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
// Names and numbers only, so nothing needs quotes; null is an empty field.
const toCsv = (rows: readonly HistoryRow[]) =>
  rows.map((row) => `${columns.map((column) => row[column] ?? '').join(',')}\n`).join('');

/**
 * The measurements of a run in the order in which they were made. A last line without its end, which a killed process
 * leaves, is passed over; a missing file is an empty history.
 *
 * @throws Error that names the first line that is not a measurement
 */
export async function readHistory(folder: string): Promise<readonly HistoryRow[]> {
  const text = (await readInside(folder, JSONL))?.toString() ?? '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parseJson(historyRowSchema, line, `${join(folder, JSONL)}:${index + 1}`));
}

/** Adds rows to both files and flushes them to the disk. */
export async function appendHistory(folder: string, rows: readonly HistoryRow[]): Promise<void> {
  await appendInside(folder, JSONL, toJsonl(rows));
  await appendInside(folder, CSV, toCsv(rows));
}

/** Rewrites both files with exactly these rows. */
export async function writeHistory(folder: string, rows: readonly HistoryRow[]): Promise<void> {
  await writeInside(folder, JSONL, toJsonl(rows));
  await writeInside(folder, CSV, csvHeader + toCsv(rows));
}
