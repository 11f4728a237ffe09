import type { Network } from '../../networks/architectures/network.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { encodeInOrder } from '../../runtime/encodeInOrder.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { type OptimizerSettings, optimizerOf } from '../config/optimizers.ts';
import type { Batch, Engine } from './engine.ts';
import { joinShards, type ShardValues } from './joinShards.ts';
import type { ParameterPlace, ReplicaHome, ReplicaSetup, ShardSetup, SharedTensor } from './replicaSetup.ts';
import { runningStatistics } from './runningStatistics.ts';
import { shardsOf, sharesOf } from './shards.ts';
import { stepGraph } from './stepGraph.ts';
import type { StepLoss } from './stepLoss.ts';

export interface EngineOptions {
  /**
   * Builds the network for training with a given number of images: with its first weights, which are the same each time, or with
   * the given ones, which have been drawn already.
   */
  readonly build: (images: number, weights?: ReadonlyMap<string, Tensor>) => Network;
  /** What a step lowers: that of the task. */
  readonly loss: StepLoss;
  /** Images a step. */
  readonly batchSize: number;
  readonly optimizer: OptimizerSettings;
  /**
   * Parts into which a batch is divided, at most one an image; with batch normalisation 1, since its statistics are those of the
   * whole batch. The last bits of a step depend on it, as gradients are summed part by part.
   */
  readonly shards: number;
  /** Threads that compute the shards; any number gives the same bits. */
  readonly threads: number;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`); 1 = the plain layout. */
  readonly block: number;
  /** Whether the engine also gives the pixels' gradient, for adversarial training. */
  readonly attacked?: boolean;
}

interface StepModels {
  readonly graph: Graph;
  /** As ONNX files: the step, and the pixels' gradient. */
  readonly model: Uint8Array;
  readonly attack: Uint8Array | null;
}

type Shared = Tensor<'float32'> & { readonly buffer: ArrayBufferLike };

/**
 * The engine whose replicas live in a given home.
 *
 * @throws RangeError when a network with batch normalisation is to have more than one shard
 */
export async function assembleEngine(options: EngineOptions, home: ReplicaHome): Promise<Engine> {
  const { build, loss, batchSize, optimizer, threads, block, attacked = false } = options;
  const shards = shardsOf(batchSize, Math.min(options.shards, batchSize));
  // No function that outlives this one may name it, or its weights stay.
  const whole = build(batchSize);
  if (whole.runningStatistics.length > 0 && shards.length > 1) {
    throw new RangeError(`createEngine: shards must be 1 with batch normalisation, got ${options.shards}`);
  }

  const steps = new Map<number, StepModels>();
  const blocked = new Set<string>();
  for (const { count } of shards) {
    if (steps.has(count)) continue;
    const network = count === batchSize ? whole : build(count, whole.graph.initializers);
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

  const parts = shards.map(({ start, count, index }) => {
    const { graph, attack } = steps.get(count)!;
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
    const setup: ShardSetup = {
      gradients: gradients[index].buffer,
      feeds: [...feeds].map(named),
      outputs: [...outputs].map(named),
      attackOutputs: [...attackOutputs].map(named),
    };
    return { start, count, feeds, outputs, attackOutputs, setup };
  });
  const shares = sharesOf(shards, Math.min(threads, shards.length));
  const setups: ReplicaSetup[] = Array.from({ length: threads }, (_, replica) => {
    const own = shares[replica] ?? [];
    return {
      steps: [...new Set(own.map(({ count }) => count))].map((size) => ({
        model: steps.get(size)!.model,
        attackModel: steps.get(size)!.attack,
        shards: own.filter(({ count }) => count === size).map(({ index }) => parts[index].setup),
      })),
      // In the plain layout the last bits of a convolution depend on how many threads share it.
      threads: block === 1 && shards.length > 1 ? 1 : Math.max(1, Math.floor(threads / shares.length)),
      parameters: places,
      range: [Math.floor((size * replica) / threads), Math.floor((size * (replica + 1)) / threads)],
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
    for (const { feeds, start, count } of parts) {
      for (const [name, feed] of feeds) feed.data.set(rows(data[name], start, count));
    }
  };
  const shardsIn = (kind: 'outputs' | 'attackOutputs') =>
    parts.map(({ start, [kind]: values }): ShardValues => ({ start, values }));
  const stepped = shardsIn('outputs');
  const attackedShards = shardsIn('attackOutputs');
  const resultsOf = (of: readonly ShardValues[]) =>
    Object.fromEntries(loss.results.map((name) => [name, joinShards(name, of, batchSize)]));

  return {
    batchSize,
    block,
    parameters,
    statistics: statistics.values,
    slots: new Map(slotNames.map((name, index) => [name, view(slots[index])])),
    masks,
    async step(batch, hyper) {
      feed(batch);
      await workers.all({ kind: 'gradients' });
      let sum = 0;
      for (const { outputs } of parts) sum += outputs.get('loss')!.data[0];
      // A loss that is not finite must not reach the weights.
      if (Number.isFinite(sum)) {
        await workers.all({ kind: 'update', hyper });
        statistics.update((name) => parts[0].outputs.get(name)!.data);
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

const named = ([name, { shape, buffer }]: [string, Shared]): SharedTensor => ({ name, shape, buffer });

function viewOf(buffer: ArrayBufferLike, shape: readonly number[], offset: number): Tensor<'float32'> {
  return float32(shape, new Float32Array(buffer, 4 * offset, sizeOf(shape)));
}

function rows({ shape, data }: Tensor<'float32'>, start: number, count: number): Float32Array {
  const stride = sizeOf(shape.slice(1));
  return data.subarray(start * stride, (start + count) * stride);
}
