import { createHash } from 'node:crypto';
import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { buildNetwork, type NetworkName } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { inputGradientGraph } from '#passband/runtime/inputGradientGraph.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import type { Batch, Engine } from '#passband/training/engine/engine.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';
import '../../support/matchers.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const BATCH = 5;
const CLASSES = 3;

interface Made {
  readonly network: NetworkName;
  readonly shape: readonly [number, number, number];
  readonly batchNorm: boolean;
  readonly shards: number;
}

const cases: readonly [string, Made][] = [
  ['two shards', { network: 'lenet', shape: [1, 28, 28], batchNorm: false, shards: 2 }],
  ['one shard', { network: 'six-conv', shape: [3, 16, 16], batchNorm: false, shards: 1 }],
  ['batch normalisation', { network: 'six-conv', shape: [3, 16, 16], batchNorm: true, shards: 1 }],
];

function networkOf({ network, shape, batchNorm }: Made, options: { batch?: number; training: boolean }) {
  const random = seededRandom(3).fork('weights');
  return buildNetwork(network, {
    ...{ classes: CLASSES, shape, batchNorm, dropout: false, initialization: 'he', random },
    ...options,
  });
}

async function withEngine(made: Made, use: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await createEngine({
    build: (batch) => networkOf(made, { batch, training: true }),
    loss: classificationLoss,
    batchSize: BATCH,
    optimizer: { name: 'sgd', momentum: 0 },
    shards: made.shards,
    threads: 2,
    block: await blockSize(onnxruntime),
    attacked: true,
  });
  try {
    await use(engine);
  } finally {
    await engine.release();
  }
}

function batchOf({ shape }: Made): Batch {
  const random = seededRandom('batch');
  const images = float32(
    [BATCH, ...shape],
    Float32Array.from({ length: BATCH * sizeOf(shape) }, random.uniform),
  );
  return { images, targets: { labels: oneHot(Int32Array.from([0, 1, 2, 1, 0]), CLASSES) }, masks: {} };
}

/** The sum of the losses, by a step that moves no weight. */
async function lossOf(engine: Engine, batch: Batch): Promise<number> {
  return BATCH * (await engine.step(batch, { learningRate: 0, weightDecay: 0, step: 1 })).loss;
}

describe.each(cases)('inputGradient of an engine with %s', (_, made) => {
  it('is the finite difference of the batch’s loss along it', async () => {
    await withEngine(made, async (engine) => {
      const batch = batchOf(made);
      const { gradient, results } = await engine.inputGradient!(batch);
      expect(results.logits.data).toBeNear(
        (await engine.step(batch, { learningRate: 0, weightDecay: 0, step: 1 })).results.logits.data,
        1e-6,
      );
      const length = Math.hypot(...gradient.data);
      const along = (step: number) =>
        lossOf(engine, {
          ...batch,
          images: float32(
            batch.images.shape,
            batch.images.data.map((pixel, at) => pixel + (step * gradient.data[at]) / length),
          ),
        });
      const difference = ((await along(0.02)) - (await along(-0.02))) / 0.04;
      expect(Math.abs(difference / length - 1)).toBeLessThan(0.02);
    });
  });

  it('moves no weight and no statistic', async () => {
    await withEngine(made, async (engine) => {
      const content = () => {
        const hash = createHash('sha256');
        for (const { data } of [...engine.parameters.values(), ...engine.statistics.values()]) {
          hash.update(data.slice());
        }
        return hash.digest('hex');
      };
      const before = content();
      await engine.inputGradient!(batchOf(made));
      expect(content()).toBe(before);
    });
  });
});

it('without batch normalisation it is each image’s own, as a classifier of these weights has it', async () => {
  const [[, made]] = cases;
  await withEngine(made, async (engine) => {
    const { images, targets, masks } = batchOf(made);
    const plain = networkOf(made, { training: false }).graph;
    const graph = inputGradientGraph(plain, { images: BATCH, block: 1 });
    const expected = await runGraph(graph, { images, targets: targets.labels });
    const { gradient, results } = await engine.inputGradient!({ images, targets, masks });
    expect(gradient.data).toBeNear(expected['gradient/images'].data as Float32Array, 1e-5);
    expect(results.logits.data).toBeNear(expected.logits.data as Float32Array, 1e-5);
  });
});

it('an engine that was not made for attacks has none', async () => {
  const [[, made]] = cases;
  const engine = await createEngine({
    build: (batch) => networkOf(made, { batch, training: true }),
    ...{
      loss: classificationLoss,
      batchSize: 2,
      optimizer: { name: 'sgd', momentum: 0 },
      shards: 1,
      threads: 1,
      block: 1,
    },
  });
  expect(engine.inputGradient).toBeUndefined();
  await engine.release();
});
