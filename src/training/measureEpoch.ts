import type { TrainingProgress } from './run/checkpoint.ts';
import type { HistoryRow } from './run/history.ts';
import type { Task, TaskMeasure, TaskMeasurement } from './tasks/task.ts';

export interface MeasureEpochOptions {
  /** Milliseconds of the run so far, asked for each row when it was measured. */
  readonly elapsed: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** The rows of an epoch that has been trained: the mean over its own batches, then what the task measures. */
export async function measureEpoch(
  { learned, valuesOf }: Pick<Task, 'learned' | 'valuesOf'>,
  measures: readonly TaskMeasure[],
  { epoch, running }: TrainingProgress,
  { elapsed, signal }: MeasureEpochOptions,
): Promise<HistoryRow[]> {
  const toRow = (
    split: HistoryRow['split'],
    { component, radius, loss, n, values }: TaskMeasurement,
  ): HistoryRow => ({ epoch: epoch + 1, split, component, radius, loss, ...values, n, elapsedMs: elapsed() });
  const { loss, n } = running;
  const rows = [toRow('running', { ...learned, loss: loss / n, n, values: valuesOf(running) })];
  for (const { split, measure } of measures) {
    for (const measurement of await measure({ signal })) rows.push(toRow(split, measurement));
  }
  return rows;
}
