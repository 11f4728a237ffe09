import type { Network } from '../../networks/architectures/network.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { encodeInOrder } from '../../runtime/encodeInOrder.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { type OptimizerSettings, optimizerOf } from '../config/optimizers.ts';
import type { Batch, Engine } from './engine.ts';
import { joinShards, type ShardValues } from './joinShards.ts';
import type { ParameterPlace, ReplicaHome, ReplicaSetup, SharedTensor } from './replicaSetup.ts';
import { runningStatistics } from './runningStatistics.ts';
import { stepGraph } from './stepGraph.ts';
import type { StepLoss } from './stepLoss.ts';

export interface EngineOptions {
  /** Builds the network for training with a given number of images; always with the same first weights. */
  readonly build: (images: number) => Network;
  /** What a step lowers: that of the task. */
  readonly loss: StepLoss;
  /** Images a step. */
  readonly batchSize: number;
  readonly optimizer: OptimizerSettings;
  /** Cores to use. */
  readonly threads: number;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`); 1 = the plain layout. */
  readonly block: number;
  /** Whether the engine also gives the pixels' gradient, for adversarial training. */
  readonly attacked?: boolean;
}

interface Step {
  readonly graph: Graph;
  /** As ONNX files: the step, and the pixels' gradient. */
  readonly model: Uint8Array;
  readonly attack: Uint8Array | null;
}

type Shared = Tensor<'float32'> & { readonly buffer: ArrayBufferLike };

/** The engine whose replicas live in a given home. */
export async function assembleEngine(options: EngineOptions, home: ReplicaHome): Promise<Engine> {
  const { build, loss, batchSize, optimizer, threads, block, attacked = false } = options;
  // No function that outlives this one may name it, or its weights stay.
  const whole = build(batchSize);
  const replicaCount = whole.runningStatistics.length > 0 ? 1 : Math.min(threads, batchSize);
  const shards = shardsOf(batchSize, replicaCount);

  const steps = new Map<number, Step>();
  const blocked = new Set<string>();
  for (const [start, end] of shards) {
    const count = end - start;
    if (steps.has(count)) continue;
    const network = build(count);
    const { graph, blockedInputs } = stepGraph(network, { loss, batchSize, block });
    // Not the mean: each image has a gradient of its own.
    const attack = attacked
      ? encodeInOrder(stepGraph(network, { loss, batchSize: 1, block, withRespectTo: 'images' }).graph)
      : null;
    steps.set(count, { graph, model: encodeInOrder(graph), attack });
    for (const name of blockedInputs) blocked.add(name);
  }

  const places: ParameterPlace[] = [];
  let size = 0;
  for (const name of whole.parameters) {
    const { shape } = whole.graph.initializers.get(name)!;
    places.push({ name, shape, offset: size, block: blocked.has(name) ? block : 1 });
    size += sizeOf(shape);
  }
  const shared = (shape: readonly number[]): Shared => {
    const buffer = home.allocate(4 * sizeOf(shape));
    return { ...float32(shape, new Float32Array(buffer)), buffer };
  };
  const sharedEntry = ([name, { shape }]: [string, { readonly shape: readonly (number | string)[] }]): [
    string,
    Shared,
  ] => [name, shared(shape as readonly number[])];
  const weights = shared([size]);
  const gradients = shards.map(() => shared([size]));
  const slotNames = optimizerOf(optimizer).slots;
  const slots = slotNames.map(() => shared([size]));
  const view = ({ buffer }: Shared) =>
    new Map(places.map(({ name, shape, offset }) => [name, viewOf(buffer, shape, offset)]));
  const parameters = view(weights);
  for (const [name, { data }] of parameters)
    data.set(whole.graph.initializers.get(name)!.data as Float32Array);

  const replicas = shards.map(([start, end]) => {
    const { graph, model, attack } = steps.get(end - start)!;
    const isData = (name: string) => !parameters.has(name);
    const feeds = new Map([...graph.inputs].filter(([name]) => isData(name)).map(sharedEntry));
    const outputs = new Map(
      [...graph.outputs].filter(([name]) => !name.startsWith('gradient/')).map(sharedEntry),
    );
    const attackOutputs = new Map(
      attack
        ? [
            sharedEntry(['gradient/images', graph.inputs.get('images')!]),
            ...loss.results.map((name) => sharedEntry([name, graph.outputs.get(name)!])),
          ]
        : [],
    );
    return { start, count: end - start, model, attack, feeds, outputs, attackOutputs };
  });
  const setups: ReplicaSetup[] = Array.from({ length: threads }, (_, index) => {
    const replica = replicas[index];
    return {
      index,
      model: replica?.model ?? null,
      attackModel: replica?.attack ?? null,
      threads: Math.max(1, Math.floor(threads / replicaCount)),
      parameters: places,
      range: [Math.floor((size * index) / threads), Math.floor((size * (index + 1)) / threads)],
      feeds: replica ? [...replica.feeds].map(named) : [],
      outputs: replica ? [...replica.outputs].map(named) : [],
      attackOutputs: replica ? [...replica.attackOutputs].map(named) : [],
      shared: {
        weights: weights.buffer,
        gradients: gradients.map(({ buffer }) => buffer),
        slots: slots.map(({ buffer }) => buffer),
      },
      optimizer,
    };
  });
  const workers = await home.start(setups);
  const statistics = runningStatistics(whole);
  const masks = new Map<string, readonly number[]>();
  for (const name of whole.dropoutMasks) masks.set(name, whole.graph.inputs.get(name)!.shape as number[]);
  const feed = ({ images, targets, masks }: Batch) => {
    const data: Record<string, Tensor<'float32'>> = { ...masks, ...targets, images };
    for (const { feeds, start, count } of replicas) {
      for (const [name, feed] of feeds) feed.data.set(rows(data[name], start, count));
    }
  };
  const shardsIn = (kind: 'outputs' | 'attackOutputs') =>
    replicas.map(({ start, [kind]: values }): ShardValues => ({ start, values }));
  const stepped = shardsIn('outputs');
  const attackedShards = shardsIn('attackOutputs');
  const resultsOf = (of: readonly ShardValues[]) =>
    Object.fromEntries(loss.results.map((name) => [name, joinShards(name, of, batchSize)]));

  return {
    batchSize,
    parameters,
    statistics: statistics.values,
    slots: new Map(slotNames.map((name, index) => [name, view(slots[index])])),
    masks,
    async step(batch, hyper) {
      feed(batch);
      await workers.all({ kind: 'gradients' });
      let sum = 0;
      for (const { outputs } of replicas) sum += outputs.get('loss')!.data[0];
      // A loss that is not finite must not reach the weights.
      if (Number.isFinite(sum)) {
        await workers.all({ kind: 'update', hyper });
        statistics.update((name) => replicas[0].outputs.get(name)!.data);
      }
      return { loss: sum, results: resultsOf(stepped) };
    },
    ...(attacked && {
      async inputGradient(batch: Batch) {
        feed(batch);
        await workers.all({ kind: 'inputGradient' });
        return {
          gradient: joinShards('gradient/images', attackedShards, batchSize),
          results: resultsOf(attackedShards),
        };
      },
    }),
    release: () => workers.release(),
  };
}

/** Start and end of each shard, sizes differing by at most one image. */
function shardsOf(batchSize: number, count: number): [start: number, end: number][] {
  const bound = (index: number) => Math.floor((batchSize * index) / count);
  return Array.from({ length: count }, (_, index) => [bound(index), bound(index + 1)]);
}

const named = ([name, { shape, buffer }]: [string, Shared]): SharedTensor => ({ name, shape, buffer });

function viewOf(buffer: ArrayBufferLike, shape: readonly number[], offset: number): Tensor<'float32'> {
  return float32(shape, new Float32Array(buffer, 4 * offset, sizeOf(shape)));
}

function rows({ shape, data }: Tensor<'float32'>, start: number, count: number): Float32Array {
  const stride = sizeOf(shape.slice(1));
  return data.subarray(start * stride, (start + count) * stride);
}
