import { reorderWeights } from '../../layout/reorderWeights.ts';
import { createSession, type Runtime, type SessionOptions } from '../../runtime/session.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { ReplicaSetup, ShardSetup, StepSetup } from './replicaSetup.ts';

/** The graph of a step with memory of its own, for all shards of one size in turn. */
export interface Step {
  gradients(): Promise<void>;
  inputGradient(): Promise<void>;
  release(): Promise<void>;
}

/** Opens the sessions of shards of one size. ONNX Runtime takes no shared memory, so feeds and results have private copies. */
export async function createStep(
  runtime: Runtime,
  { model, attackModel, shards }: StepSetup,
  { parameters, shared, threads }: Pick<ReplicaSetup, 'parameters' | 'shared' | 'threads'>,
  options: Pick<SessionOptions, 'providers'>,
): Promise<Step> {
  const session = await createSession(runtime, model, { threads, ...options });
  const attackSession =
    attackModel &&
    (await createSession(runtime, attackModel, { threads, ...options }).catch(async (error: unknown) => {
      await session.release();
      throw error;
    }));
  const weights = new Float32Array(shared.weights);
  const inputs: Record<string, Tensor<'float32'>> = {};
  const results: Record<string, Tensor<'float32'>> = {};
  for (const { name, shape } of parameters) {
    inputs[name] = float32(shape);
    results[`gradient/${name}`] = float32(shape);
  }
  // Shards of one size have the same shapes.
  for (const { name, shape } of shards[0].feeds) inputs[name] = float32(shape);
  for (const { name, shape } of shards[0].outputs) results[name] = float32(shape);

  function takeWeights(): void {
    for (const { name, shape, offset, block } of parameters) {
      const { data } = inputs[name];
      const source = weights.subarray(offset, offset + data.length);
      if (block > 1) reorderWeights(source, data, { shape, block, to: 'blocked' });
      else data.set(source);
    }
  }
  function takeFeeds({ feeds }: ShardSetup): void {
    for (const { name, buffer } of feeds) inputs[name].data.set(new Float32Array(buffer));
  }
  function giveResults({ gradients, outputs }: ShardSetup): void {
    const all = new Float32Array(gradients);
    for (const { name, shape, offset, block } of parameters) {
      const { data } = results[`gradient/${name}`];
      const target = all.subarray(offset, offset + data.length);
      if (block > 1) reorderWeights(data, target, { shape, block, to: 'plain' });
      else target.set(data);
    }
    for (const { name, buffer } of outputs) new Float32Array(buffer).set(results[name].data);
  }
  return {
    async gradients() {
      takeWeights();
      for (const shard of shards) {
        takeFeeds(shard);
        await session.run(inputs, results);
        giveResults(shard);
      }
    },
    async inputGradient() {
      takeWeights();
      for (const shard of shards) {
        takeFeeds(shard);
        const found = await attackSession!.run(inputs);
        for (const { name, buffer } of shard.attackOutputs) {
          new Float32Array(buffer).set(found[name].data as Float32Array);
        }
      }
    },
    async release() {
      await session.release();
      await attackSession?.release();
    },
  };
}
