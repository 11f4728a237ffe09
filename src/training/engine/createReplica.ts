import { reorderWeights } from '../../layout/reorderWeights.ts';
import { createSession, type Runtime, type SessionOptions } from '../../runtime/session.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { optimizerOf } from '../config/optimizers.ts';
import type { ReplicaRequest, ReplicaSetup } from './replicaSetup.ts';

/** Answers requests, one at a time. */
export interface Replica {
  answer(request: ReplicaRequest): Promise<void>;
  release(): Promise<void>;
}

/**
 * One replica of a training step, in the calling thread. `gradients`: those of its shard of the batch.
 * `update`: once every replica has its gradients, the optimizer on its shard of the weights. `inputGradient`: that of
 * the pixels of its shard.
 */
export async function createReplica(
  runtime: Runtime,
  setup: ReplicaSetup,
  options: Pick<SessionOptions, 'providers'> = {},
): Promise<Replica> {
  const { index, model, attackModel, threads, parameters, range, feeds, outputs, attackOutputs, shared } =
    setup;
  const weights = new Float32Array(shared.weights);
  const gradients = shared.gradients.map((buffer) => new Float32Array(buffer));
  const slots = shared.slots.map((buffer) => new Float32Array(buffer));

  const open = (bytes: Uint8Array | null) =>
    bytes ? createSession(runtime, bytes, { threads, ...options }) : undefined;
  const session = await open(model);
  const attackSession = await open(attackModel)?.catch(async (error: unknown) => {
    await session?.release();
    throw error;
  });
  // ONNX Runtime takes no shared memory, so feeds and results have private copies in this thread.
  const inputs: Record<string, Tensor> = {};
  const results: Record<string, Tensor> = {};
  const copyIn: (() => void)[] = [];
  const copyOut: (() => void)[] = [];
  function bind(into: Record<string, Tensor>, name: string, shape: readonly number[]) {
    const { data } = (into[name] = float32(shape));
    return data;
  }
  for (const { name, shape, buffer } of session ? feeds : []) {
    const data = bind(inputs, name, shape);
    const source = new Float32Array(buffer);
    copyIn.push(() => data.set(source));
  }
  for (const { name, shape, offset, block } of session ? parameters : []) {
    const data = bind(inputs, name, shape);
    const source = weights.subarray(offset, offset + data.length);
    const gradient = bind(results, `gradient/${name}`, shape);
    const target = gradients[index].subarray(offset, offset + data.length);
    if (block > 1) {
      copyIn.push(() => reorderWeights(source, data, { shape, block, to: 'blocked' }));
      copyOut.push(() => reorderWeights(gradient, target, { shape, block, to: 'plain' }));
    } else {
      copyIn.push(() => data.set(source));
      copyOut.push(() => target.set(gradient));
    }
  }
  for (const { name, shape, buffer } of session ? outputs : []) {
    const data = bind(results, name, shape);
    const target = new Float32Array(buffer);
    copyOut.push(() => target.set(data));
  }

  const { update } = optimizerOf(setup.optimizer);
  const [start, end] = range;
  const shard = {
    parameters: weights.subarray(start, end),
    gradients: gradients[0].subarray(start, end),
    slots: slots.map((slot) => slot.subarray(start, end)),
  };
  const others = gradients.slice(1).map((gradient) => gradient.subarray(start, end));

  async function answer(request: ReplicaRequest): Promise<void> {
    if (request.kind === 'gradients') {
      for (const copy of copyIn) copy();
      await session?.run(inputs, results);
      for (const copy of copyOut) copy();
    } else if (request.kind === 'inputGradient') {
      for (const copy of copyIn) copy();
      const found = await attackSession?.run(inputs);
      for (const { name, buffer } of attackOutputs) {
        new Float32Array(buffer).set(found![name].data as Float32Array);
      }
    } else {
      // Always in the order of the replicas, so that the same threads give the same bits.
      const sum = shard.gradients;
      for (const other of others) for (let place = 0; place < sum.length; place++) sum[place] += other[place];
      update(shard, request.hyper);
    }
  }
  return {
    answer,
    async release() {
      await session?.release();
      await attackSession?.release();
    },
  };
}
