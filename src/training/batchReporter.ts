import type { TrainingProgress } from './run/checkpoint.ts';
import { shownColumns } from './run/columns.ts';
import type { Task } from './tasks/task.ts';

/** How far the training is, after each batch. */
export interface BatchReport {
  /** Counts from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Batches done in this epoch. */
  readonly batch: number;
  readonly batches: number;
  /** Mean over this epoch's batches so far. */
  readonly loss: number;
  /** Those of the task's columns over them that people are shown. */
  readonly shown: readonly {
    readonly name: string;
    readonly as: 'share' | 'number';
    readonly value: number | null;
  }[];
  readonly imagesPerSecond: number;
  /** Until the end of the run, measurements included: by the last one's time, before the first by what a pass takes in a step. */
  readonly etaSeconds: number;
}

export interface EpochPlan {
  readonly task: Pick<Task, 'columns' | 'valuesOf'>;
  readonly epochs: number;
  /** Measurements to come, the one at this epoch's end counted where there is one. */
  readonly measurements: number;
  readonly batches: number;
  readonly batchSize: number;
  /** Batches of the epoch that were done before now, by the process that was stopped. */
  readonly firstBatch: number;
  /** What the last measurement took; null before the first. */
  readonly measuringMs: number | null;
  /** Image passes that a measurement takes. */
  readonly passes: number;
  readonly now: () => number;
}

/** Passes that a step takes an image: forward, and twice as much backward. */
const STEP = 3;

/** What measurements take that were not made yet, in milliseconds. */
export function measuringEstimate(passes: number, msPerBatch: number, batchSize: number): number {
  return (passes * msPerBatch) / (STEP * batchSize);
}

/** How far the measurements at an epoch's end are. */
export interface MeasuringReport {
  /** Counts from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Image passes, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Until the end of the run. */
  readonly etaSeconds: number;
}

/** Starts a stopwatch at the beginning of an epoch, or of what is left of it. */
export function batchReporter({
  task: { columns, valuesOf },
  epochs,
  measurements,
  batches,
  batchSize,
  firstBatch,
  measuringMs,
  passes,
  now,
}: EpochPlan): (progress: TrainingProgress) => BatchReport {
  const startMs = now();
  const shown = shownColumns(columns);
  return ({ epoch, batch, running }) => {
    const values = valuesOf(running);
    const msPerBatch = (now() - startMs) / (batch - firstBatch);
    const batchesLeft = (epochs - epoch) * batches - batch;
    return {
      epoch: epoch + 1,
      epochs,
      batch,
      batches,
      loss: running.loss / running.n,
      shown: shown.map(([name, as]) => ({ name, as, value: values[name] })),
      imagesPerSecond: (1000 * batchSize) / msPerBatch,
      etaSeconds:
        (batchesLeft * msPerBatch +
          measurements * (measuringMs ?? measuringEstimate(passes, msPerBatch, batchSize))) /
        1000,
    };
  };
}
