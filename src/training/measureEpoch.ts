import type { TrainingProgress } from './run/checkpoint.ts';
import type { HistoryRow } from './run/history.ts';
import type { Task, TaskMeasure, TaskMeasurement } from './tasks/task.ts';

export interface MeasureEpochOptions {
  /** Milliseconds of the run so far, asked for each row when it was measured. */
  readonly elapsed: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Told how many image passes of all that are measured are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The rows of an epoch that has been trained: the mean over its own batches, then what is measured. */
export async function measureEpoch(
  { learned, valuesOf }: Pick<Task, 'learned' | 'valuesOf'>,
  measures: readonly TaskMeasure[],
  { epoch, running }: TrainingProgress,
  { elapsed, signal, onProgress }: MeasureEpochOptions,
): Promise<HistoryRow[]> {
  const toRow = (
    split: HistoryRow['split'],
    { component, radius, loss, n, values }: TaskMeasurement,
  ): HistoryRow => ({ epoch: epoch + 1, split, component, radius, loss, ...values, n, elapsedMs: elapsed() });
  const { loss, n } = running;
  const rows = [toRow('running', { ...learned, loss: loss / n, n, values: valuesOf(running) })];
  const total = passesOf(measures);
  let before = 0;
  for (const { split, measure, passes = 0 } of measures) {
    const tell = (share: number) => onProgress?.(before + share * passes, total);
    tell(0);
    for (const measurement of await measure({ signal, onProgress: tell }))
      rows.push(toRow(split, measurement));
    before += passes;
  }
  return rows;
}

/** Image passes that an epoch's measurements take, about. */
export function passesOf(measures: readonly TaskMeasure[]): number {
  return measures.reduce((sum, { passes = 0 }) => sum + passes, 0);
}
