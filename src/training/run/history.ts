import { join } from 'node:path';
import { z } from 'zod';
import { appendInside, readInside, writeInside } from '../../files/inside.ts';
import { parseJson } from '../../files/parseJson.ts';
import { largest } from '../../statistics/extremes.ts';
import type { Columns, ValuesOf } from './columns.ts';

const place = {
  /** Counts from 1. */
  epoch: z.int().min(1),
  /** `running` is the mean over the epoch's own batches while the weights moved; the others are of its end. */
  split: z.enum(['train', 'test', 'reserve', 'running', 'held-out']),
  /** `adversarial` is x attacked with the run's own PGD. */
  component: z.enum(['x', 'lfc', 'hfc', 'adversarial']),
  /** Cut-off in frequency bins; null for x and adversarial images. */
  radius: z.number().min(0).nullable(),
  /** The mean of what training lowers. */
  loss: z.number(),
};
const extent = {
  n: z.int().min(1),
  /** Time that the run had spent when the row was written, without the pauses between stop and resume. */
  elapsedMs: z.number().min(0),
};
// The columns of the task stand between the two.
const commonSchema = z.object({ ...place, ...extent });

/** What every task's rows have. */
export type CommonRow = Readonly<z.infer<typeof commonSchema>>;

/** One measurement: a line of `history.jsonl` and of `history.csv`; the common columns and those of a task. */
export type HistoryRow<C extends Columns = Record<never, never>> = CommonRow & ValuesOf<C>;

const rowSchema = (columns: Columns) =>
  z.strictObject({
    ...place,
    ...Object.fromEntries(Object.entries(columns).map(([name, { schema }]) => [name, schema])),
    ...extent,
  });
/** For tasks that the reader does not know. */
const anyRowSchema = commonSchema.catchall(z.number().nullable());

const namesOf = (columns: Columns) => [
  ...Object.keys(place),
  ...Object.keys(columns),
  ...Object.keys(extent),
];

/** A row's value in one of its task's columns. */
export function columnValue(row: HistoryRow, column: string): number | null {
  return (row as Readonly<Record<string, unknown>>)[column] as number | null;
}

/** The columns of a row that are its task's own, in their order. */
export function ownColumns(row: HistoryRow): string[] {
  return Object.keys(row).filter((name) => !(name in commonSchema.shape));
}

/** The last epoch that ended with measurements, 0 before the first: of the others only the means over their own batches are known. */
export function lastMeasured(rows: readonly CommonRow[]): number {
  return largest(
    rows.filter(({ split }) => split !== 'running').map(({ epoch }) => epoch),
    0,
  );
}

const JSONL = 'history.jsonl';
const CSV = 'history.csv';

const toJsonl = (rows: readonly HistoryRow[], columns: Columns) =>
  rows
    .map((row) => JSON.stringify(Object.fromEntries(cellsOf(row, columns))))
    .map((line) => `${line}\n`)
    .join('');
// Names and numbers only, so nothing needs quotes; null is an empty field.
const toCsv = (rows: readonly HistoryRow[], columns: Columns) =>
  rows
    .map(
      (row) =>
        `${cellsOf(row, columns)
          .map(([, value]) => value ?? '')
          .join(',')}\n`,
    )
    .join('');

function cellsOf(row: HistoryRow, columns: Columns): [name: string, value: unknown][] {
  const values: Readonly<Record<string, unknown>> = row;
  return namesOf(columns).map((name) => [name, values[name]]);
}

/**
 * The measurements of a run in the order in which they were made. A last line without its end, which a killed process
 * leaves, is passed over; a missing file is an empty history. Of measurements of the same thing the first counts: two processes that
 * trained one run at once, which earlier versions allowed, left each of them twice.
 *
 * @param columns those of the run's task; without them a row may have any numbers beside the common ones
 * @throws Error that names the first line that is not a measurement
 */
export async function readHistory<C extends Columns = Columns>(
  folder: string,
  columns?: C,
): Promise<readonly HistoryRow<C>[]> {
  const text = (await readInside(folder, JSONL))?.toString() ?? '';
  const schema = columns ? rowSchema(columns) : anyRowSchema;
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parseJson(schema, line, `${join(folder, JSONL)}:${index + 1}`) as HistoryRow<C>);
  return onceEach(rows);
}

function onceEach<R extends CommonRow>(rows: readonly R[]): R[] {
  const first = new Map<string, R>();
  for (const row of rows) {
    const { epoch, split, component, radius } = row;
    const what = [epoch, split, component, radius].join();
    if (!first.has(what)) first.set(what, row);
  }
  return [...first.values()];
}

/** Adds rows to both files and flushes them to the disk. */
export async function appendHistory(
  folder: string,
  rows: readonly HistoryRow[],
  columns: Columns,
): Promise<void> {
  await appendInside(folder, JSONL, toJsonl(rows, columns));
  await appendInside(folder, CSV, toCsv(rows, columns));
}

/** Rewrites both files with exactly these rows. */
export async function writeHistory(
  folder: string,
  rows: readonly HistoryRow[],
  columns: Columns,
): Promise<void> {
  await writeInside(folder, JSONL, toJsonl(rows, columns));
  await writeInside(folder, CSV, `${namesOf(columns).join(',')}\n${toCsv(rows, columns)}`);
}
