import type { OptimizerSettings, StepHyper } from '../config/optimizers.ts';

/** A tensor that the engine and a replica share. */
export interface SharedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly buffer: ArrayBufferLike;
}

/** Where a parameter lies in the flat vector of all. */
export interface ParameterPlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  /** Channels in a block where the step graph wants blocked weights, else 1. */
  readonly block: number;
}

/** Where a shard's values lie. */
export interface ShardSetup {
  /** Flat vector of this shard's gradients. */
  readonly gradients: ArrayBufferLike;
  readonly feeds: readonly SharedTensor[];
  readonly outputs: readonly SharedTensor[];
  /** Those outputs of the attack graph that are read: `gradient/images` and the results of the loss. */
  readonly attackOutputs: readonly SharedTensor[];
}

/** Shards of one size, which a replica computes one after the other with one graph. */
export interface StepSetup {
  /** The step graph as an ONNX file. */
  readonly model: Uint8Array;
  /** The graph of the pixels' gradient, with the same inputs; null where nothing is attacked. */
  readonly attackModel: Uint8Array | null;
  readonly shards: readonly ShardSetup[];
}

export interface ReplicaSetup {
  /** One for each size of its shards; none for a replica that only helps the optimizer. */
  readonly steps: readonly StepSetup[];
  /** Threads inside one operator. */
  readonly threads: number;
  readonly parameters: readonly ParameterPlace[];
  /** The part of the flat vector that this replica's optimizer updates. */
  readonly range: readonly [start: number, end: number];
  /** Flat vectors: weights, gradients in the order of the shards, optimizer state by slot. */
  readonly shared: {
    readonly weights: ArrayBufferLike;
    readonly gradients: readonly ArrayBufferLike[];
    readonly slots: readonly ArrayBufferLike[];
  };
  readonly optimizer: OptimizerSettings;
}

export type ReplicaRequest =
  | { readonly kind: 'gradients' }
  | { readonly kind: 'inputGradient' }
  | { readonly kind: 'update'; readonly hyper: StepHyper };

export type ReplicaReply = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/** Replicas that do one thing at a time, all together. */
export interface Replicas {
  /** Every replica answers the request; resolves when the last is done. */
  all(request: ReplicaRequest): Promise<void>;
  release(): Promise<void>;
}

/** Where an engine's replicas live. */
export interface ReplicaHome {
  /** Memory that the engine and its replicas share. */
  allocate(bytes: number): ArrayBufferLike;
  /** Starts a replica for each setup, and waits until their sessions are loaded. */
  start(setups: readonly ReplicaSetup[]): Promise<Replicas>;
}
