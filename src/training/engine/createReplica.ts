import type { Runtime, SessionOptions } from '../../runtime/session.ts';
import { optimizerOf } from '../config/optimizers.ts';
import { createStep, type Step } from './createStep.ts';
import type { ReplicaRequest, ReplicaSetup } from './replicaSetup.ts';

/** Answers requests, one at a time. */
export interface Replica {
  answer(request: ReplicaRequest): Promise<void>;
  release(): Promise<void>;
}

/**
 * One replica of a training step, in the calling thread. `gradients`: those of its shards of the batch, one after the other.
 * `update`: once every replica has its gradients, the optimizer on its range of the weights. `inputGradient`: that of
 * the pixels of its shards.
 */
export async function createReplica(
  runtime: Runtime,
  setup: ReplicaSetup,
  options: Pick<SessionOptions, 'providers'> = {},
): Promise<Replica> {
  const steps: Step[] = [];
  const release = async () => {
    for (const step of steps) await step.release();
  };
  for (const step of setup.steps) {
    try {
      steps.push(await createStep(runtime, step, setup, options));
    } catch (error) {
      await release();
      throw error;
    }
  }

  const { update } = optimizerOf(setup.optimizer);
  const part = (buffer: ArrayBufferLike) => new Float32Array(buffer).subarray(...setup.range);
  const { weights, gradients, slots } = setup.shared;
  const [sum, ...others] = gradients.map(part);
  const range = { parameters: part(weights), gradients: sum, slots: slots.map(part) };

  return {
    async answer(request) {
      if (request.kind === 'gradients') for (const step of steps) await step.gradients();
      else if (request.kind === 'inputGradient') for (const step of steps) await step.inputGradient();
      else {
        // Always in the order of the shards, whoever computed them, so that any number of threads gives the same bits.
        for (const other of others) for (let at = 0; at < sum.length; at++) sum[at] += other[at];
        update(range, request.hyper);
      }
    },
    release,
  };
}
