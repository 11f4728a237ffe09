import { createHash } from 'node:crypto';
import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import { shardsOf, sharesOf } from '#passband/training/engine/shards.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';

const BATCH = 8;
const CLASSES = 17;

interface Made {
  readonly network: string;
  readonly shape: readonly [number, number, number];
  readonly batchNorm?: boolean;
  readonly shards: number;
}

function engineOf({ network, shape, batchNorm = false, shards }: Made, threads: number, block: number) {
  return createEngine({
    build: (batch) =>
      buildNetwork(network, {
        ...{ classes: CLASSES, shape, batch, batchNorm, training: true, dropout: !batchNorm },
        random: seededRandom(3).fork('weights'),
      }),
    loss: classificationLoss,
    batchSize: BATCH,
    optimizer: { name: 'adam' },
    ...{ shards, threads, block, attacked: true },
  });
}

/** Losses of two attacked steps, and digests of all that they compute, the weights, statistics and optimizer state after them included. */
async function twoSteps(made: Made, threads: number) {
  const digest = (tensor: Tensor<'float32'>) =>
    createHash('sha256').update(tensor.data.slice()).digest('hex');
  const engine = await engineOf(made, threads, await blockSize(onnxruntime));
  const random = seededRandom('steps');
  const uniform = (shape: readonly number[]) =>
    float32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => random.uniform()),
    );
  const losses: number[] = [];
  const digests: string[] = [];
  for (let step = 1; step <= 2; step++) {
    const labels = Int32Array.from({ length: BATCH }, (_, image) => (5 * image + step) % CLASSES);
    const batch = {
      images: uniform([BATCH, ...made.shape]),
      targets: { labels: oneHot(labels, CLASSES) },
      masks: Object.fromEntries([...engine.masks].map(([name, shape]) => [name, uniform(shape)])),
    };
    const attacked = await engine.inputGradient!(batch);
    const { loss, results } = await engine.step(batch, { learningRate: 1e-3, weightDecay: 1e-4, step });
    losses.push(loss);
    digests.push(...[attacked.gradient, attacked.results.logits, results.logits].map(digest));
  }
  const { parameters, statistics, slots } = engine;
  for (const tensors of [parameters, statistics, ...slots.values()])
    for (const [name, tensor] of tensors) digests.push(`${name} ${digest(tensor)}`);
  await engine.release();
  return { losses, digests };
}

// LeNet's products of matrices are long enough to be shared among threads, and 17 classes leave a column alone.
const lenet = { network: 'lenet', shape: [1, 8, 8] } as const;
const cases: readonly [string, Made][] = [
  ['three shards of two sizes', { ...lenet, shards: 3 }],
  ['one shard', { ...lenet, shards: 1 }],
  ['batch normalisation', { ...lenet, batchNorm: true, shards: 1 }],
];

describe('an engine', () => {
  it.each(cases)('with %s computes the same bits on any number of threads', async (_, made) => {
    const one = await twoSteps(made, 1);
    for (const threads of [2, 3]) expect(await twoSteps(made, threads)).toEqual(one);
  });

  it('has other last bits with other shards, and refuses more than one with batch normalisation', async () => {
    const one = await twoSteps({ ...lenet, shards: 1 }, 1);
    const three = await twoSteps({ ...lenet, shards: 3 }, 1);
    expect(three.losses[0]).toBeCloseTo(one.losses[0], 4);
    expect(three.digests).not.toEqual(one.digests);
    await expect(engineOf({ ...lenet, batchNorm: true, shards: 2 }, 2, 1)).rejects.toThrow(
      'createEngine: shards must be 1 with batch normalisation, got 2',
    );
  });
});

describe('shards', () => {
  it('are the images in order, and each replica has as many, give or take one, of few sizes', () => {
    const shards = shardsOf(100, 7);
    expect(shards.map(({ index, start }) => [index, start])).toEqual(
      [0, 14, 28, 42, 57, 71, 85].map((start, index) => [index, start]),
    );
    expect(shards.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    for (const replicas of [1, 2, 3, 7]) {
      const shares = sharesOf(shards, replicas);
      const lengths = shares.map(({ length }) => length);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      expect(
        shares
          .flat()
          .map(({ index }) => index)
          .toSorted((a, b) => a - b),
      ).toEqual([...shards.keys()]);
      const mixed = shares.filter((share) => new Set(share.map(({ count }) => count)).size > 1);
      expect(mixed.length).toBeLessThanOrEqual(1);
    }
  });
});
