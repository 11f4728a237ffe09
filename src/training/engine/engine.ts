import type { Tensor } from '../../tensor/tensor.ts';
import type { StepHyper } from '../config/optimizers.ts';

/** What one update sees. */
export interface Batch {
  /** Shape [batchSize, channels, height, width]. */
  readonly images: Tensor<'float32'>;
  /** What is to be learned of the images: graph input of the loss → a row for each image. */
  readonly targets: Readonly<Record<string, Tensor<'float32'>>>;
  /** Dropout mask by name, shape [batchSize, …]: 0 drops the unit, 2 keeps it. */
  readonly masks: Readonly<Record<string, Tensor<'float32'>>>;
}

/** What a step tells: the results that its loss names, by graph output. */
export type StepResults = Readonly<Record<string, Tensor<'float32'>>>;

/** Weights, statistics and optimizer state of a network in training, and the step that moves them. */
export interface Engine {
  /** Images a step; every batch has exactly this many. */
  readonly batchSize: number;
  /** Channels in a block of the layout in which it computes; 1 = the plain layout. The last bits depend on it. */
  readonly block: number;
  /** Views on the weights in use: writing into them changes the next step. */
  readonly parameters: ReadonlyMap<string, Tensor<'float32'>>;
  /** Running mean and variance of the batch normalisations, live. */
  readonly statistics: ReadonlyMap<string, Tensor<'float32'>>;
  /** Optimizer slot → parameter → state, live. */
  readonly slots: ReadonlyMap<string, ReadonlyMap<string, Tensor<'float32'>>>;
  /** Shape [batchSize, …] of every mask that a batch must carry; empty without dropout. */
  readonly masks: ReadonlyMap<string, readonly number[]>;
  /** One update; `loss` and `results` are those of the weights before it. */
  step(batch: Batch, hyper: StepHyper): Promise<{ loss: number; results: StepResults }>;
  /**
   * The gradient of each image's loss with respect to its pixels, by the network as the next step sees it:
   * with this batch's statistics and dropout masks. There in an engine that was made for attacks.
   */
  inputGradient?(batch: Batch): Promise<{ gradient: Tensor<'float32'>; results: StepResults }>;
  release(): Promise<void>;
}
