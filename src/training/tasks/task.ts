import type { Random } from '../../tensor/random.ts';
import type { TrainingParts } from '../batches/splitTraining.ts';
import type { Batch, StepResults } from '../engine/engine.ts';
import type { TrainingProgress } from '../run/checkpoint.ts';
import type { Columns, Values } from '../run/columns.ts';
import type { CommonRow } from '../run/history.ts';
import type { RunData } from '../run/runFolder.ts';

/** What a kind of task is, whatever its data: what its runs' folders hold. */
export interface TaskKind {
  /** What a run's record calls it. */
  readonly name: string;
  /** What is measured beside the loss. */
  readonly columns: Columns;
  /** The column that says on the held-out images which checkpoint is the best, and that a person is shown first. */
  readonly best: { readonly column: string; readonly better: 'higher' | 'lower' };
}

/** What a step learns: images, and their targets by graph input of the loss. */
export type LearnedBatch = Pick<Batch, 'images' | 'targets'>;

/** Which batch of a run is meant. */
export interface BatchMoment {
  /** Counts from 1. */
  readonly epoch: number;
  /** Counts from 0 in its epoch. */
  readonly batch: number;
  /** A stream of this batch's own for each use that is named. */
  readonly streamOf: (use: string) => Random;
}

/** Sums over images by name, as in `TrainingProgress`. */
export type Sums = TrainingProgress['running'];

/** A task's part in the epochs of a run. */
export interface TaskSteps {
  /** Reads and augments images and makes their targets. Depends on nothing but its arguments, so that a resume meets the same batch. */
  batch(indices: Uint32Array, moment: BatchMoment): LearnedBatch | Promise<LearnedBatch>;
  /** What is added up over an epoch's batches beside `loss` and `n`. */
  readonly sums: readonly string[];
  /** Each of these sums over one batch, from what its step told. */
  sumsOf(results: StepResults, targets: Batch['targets']): Sums;
}

/** One measurement: of which images, and what came out. */
export interface TaskMeasurement extends Pick<CommonRow, 'component' | 'radius' | 'loss' | 'n'> {
  readonly values: Values;
}

/** Something that is measured at the end of an epoch, with the weights of that moment. */
export interface TaskMeasure {
  readonly split: CommonRow['split'];
  /** Image passes through the network that it takes, about, for the time left; by default none are counted. */
  readonly passes?: number;
  /** Whether it is made after the last epoch alone: of many images, which would take longer than the training. */
  readonly atEnd?: boolean;
  /**
   * May throw `signal.reason` when the signal aborts; the epoch is then measured anew after a resume.
   *
   * @param options.onProgress told which share is done
   */
  measure(options: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((share: number) => void) | undefined;
  }): Promise<readonly TaskMeasurement[]>;
}

/**
 * What a run learns: targets, sums and measurements. The loss itself is the engine's (`StepLoss`). The loop, the
 * engine and the history know nothing of a task but this.
 */
export interface Task extends TaskKind, TaskSteps {
  /** What the run's record says about the data. */
  readonly data: RunData;
  /** What the images of a batch are: x, or a component. */
  readonly learned: Pick<CommonRow, 'component' | 'radius'>;
  /** The columns of an epoch's own batches. */
  valuesOf(sums: Sums): Values;
  /**
   * What is measured at the end of an epoch, in this order.
   *
   * @param parts indices into the training images
   * @param random the run's stream
   */
  measures(parts: TrainingParts, random: Random): readonly TaskMeasure[];
}
