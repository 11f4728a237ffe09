import { Worker } from 'node:worker_threads';
import type { OptimizerSettings, StepHyper } from './optimizers.ts';

/** A tensor that main thread and worker share. */
export interface SharedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly buffer: SharedArrayBuffer;
}

/** Where a parameter lies in the flat vector of all. */
export interface ParameterPlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  /** Channels in a block where the step graph wants blocked weights, else 1. */
  readonly block: number;
}

export interface ReplicaSetup {
  readonly index: number;
  /** The step graph of this replica's shard as an ONNX file; null for a worker that only helps the optimizer. */
  readonly model: Uint8Array | null;
  /** The graph of the pixels' gradient, with the same inputs; null where nothing is attacked. */
  readonly attackModel: Uint8Array | null;
  /** Threads inside one operator. */
  readonly threads: number;
  readonly parameters: readonly ParameterPlace[];
  /** The part of the flat vector that this worker's optimizer updates. */
  readonly range: readonly [start: number, end: number];
  readonly feeds: readonly SharedTensor[];
  readonly outputs: readonly SharedTensor[];
  /** Those outputs of the attack graph that are read: `gradient/images` and `logits`. */
  readonly attackOutputs: readonly SharedTensor[];
  /** Flat vectors: weights, gradients by replica, optimizer state by slot. */
  readonly shared: {
    readonly weights: SharedArrayBuffer;
    readonly gradients: readonly SharedArrayBuffer[];
    readonly slots: readonly SharedArrayBuffer[];
  };
  readonly optimizer: OptimizerSettings;
}

export type ReplicaRequest =
  | { readonly kind: 'gradients' }
  | { readonly kind: 'inputGradient' }
  | { readonly kind: 'update'; readonly hyper: StepHyper };
export type ReplicaReply = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/** Worker threads that do one thing at a time, all together. */
export interface Replicas {
  /** Every worker answers the request; resolves when the last is done. */
  all(request: ReplicaRequest): Promise<void>;
  release(): Promise<void>;
}

/** Starts one worker thread for each setup and waits until their sessions are loaded. */
export async function startReplicas(setups: readonly ReplicaSetup[]): Promise<Replicas> {
  const workers = setups.map(
    (setup) => new Worker(new URL('./replicaWorker.js', import.meta.url), { workerData: setup }),
  );
  try {
    await Promise.all(workers.map(nextReply));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
  return {
    async all(request) {
      const replies = workers.map(nextReply);
      for (const worker of workers) worker.postMessage(request);
      await Promise.all(replies);
    },
    async release() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function nextReply(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      finish();
    };
    const onMessage = (reply: ReplicaReply) =>
      settle(() => (reply.kind === 'done' ? resolve() : reject(new Error(reply.message))));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () =>
      settle(() => reject(new Error('training: a worker thread ended before it answered')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
