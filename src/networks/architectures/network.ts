import type { Graph, Value } from '../../onnx/graph/graph.ts';
import type { Random } from '../../tensor/random.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Initialization } from './initialWeights.ts';

/** Where dropout drops: from the inputs of the fully connected layers that a network names, or from the last feature map. */
export const dropoutPlaces = ['fully-connected', 'last-map'] as const;
export type DropoutPlace = (typeof dropoutPlaces)[number];

/** A classifier as a graph: input `images` [batch, c, h, w] in [0, 1], output `logits` [batch, classes]. */
export interface Network {
  readonly graph: Graph;
  /** The trained initializers in the order of their layers, named as in PyTorch (`conv1.weight`). */
  readonly parameters: readonly string[];
  /** What batch normalisation keeps from batch to batch; empty without batch normalisation. */
  readonly runningStatistics: readonly RunningStatistics[];
  /** Graph inputs [batch, …] that hold 0 (dropped) or 2 (kept) for each unit; empty without dropout. */
  readonly dropoutMasks: readonly string[];
}

/** One batch normalisation's statistics per channel. */
export interface RunningStatistics {
  /** Initializer [channels]. */
  readonly mean: string;
  /** Initializer [channels]. */
  readonly variance: string;
  /** Graph output [channels] of a network for training; `''` in one for inference. */
  readonly batchMean: Value;
  /** Graph output [channels], the population variance (divided by n); `''` in a network for inference. */
  readonly batchVariance: Value;
}

/** Exactly one of `random` and `weights` says where the parameters come from. */
export interface NetworkOptions {
  /** Number of classes, ≥ 1. */
  readonly classes: number;
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Images a batch, or the name of a size that is known only when the graph runs; by default `'N'`. */
  readonly batch?: number | string;
  /** Whether batch normalisation uses the batch's own statistics and dropout drops; by default false. */
  readonly training?: boolean;
  /** Normalises after the convolutions (scale 1, offset 0, epsilon 1e-5); by default false. */
  readonly batchNorm?: boolean;
  /** Drops half of the units at `dropoutPlace`; by default false. */
  readonly dropout?: boolean;
  /** By default `'fully-connected'`. */
  readonly dropoutPlace?: DropoutPlace;
  /** How `random` fills the weights; by default `'xavier'`. */
  readonly initialization?: Initialization;
  /** New parameters: each one draws from the fork of its own name, so their order does not matter. */
  readonly random?: Random;
  /**
   * Known parameters and running statistics by name, used as they are, not copied; or all zero, for a graph whose parameters are
   * only counted, or given to it as it runs.
   */
  readonly weights?: ReadonlyMap<string, Tensor> | 'zeros';
}
