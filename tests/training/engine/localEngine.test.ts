import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { readBatch } from '#passband/data/dataset/dataset.ts';
import { plantedSplits } from '#passband/data/planted/plantedSplits.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import { createLocalEngine } from '#passband/training/engine/createLocalEngine.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';

const batchSize = 20;
const { classes, shape, train } = plantedSplits({ seed: 0, count: 3 * batchSize, testCount: 1 });
const options = {
  build: (images: number) =>
    buildNetwork('six-conv', {
      classes: classes.length,
      shape,
      batch: images,
      training: true,
      batchNorm: true,
      random: seededRandom(0).fork('weights'),
    }),
  loss: classificationLoss,
  batchSize,
  optimizer: { name: 'adam' } as const,
};

/** Losses of three steps, and all weights, statistics and optimizer state after them. */
async function threeSteps(engine: Engine) {
  const losses: number[] = [];
  for (let step = 1; step <= 3; step++) {
    const indices = Array.from({ length: batchSize }, (_, index) => (step - 1) * batchSize + index);
    const { images, labels } = await readBatch(train, indices);
    const batch = { images, targets: { labels: oneHot(labels, classes.length) }, masks: {} };
    losses.push((await engine.step(batch, { learningRate: 2e-3, weightDecay: 0, step })).loss);
  }
  const { parameters, statistics, slots } = engine;
  const values = [parameters, statistics, ...slots.values()].flatMap((tensors) =>
    [...tensors.values()].map(({ data }) => Float32Array.from(data)),
  );
  await engine.release();
  return { losses, values };
}

describe('createLocalEngine', () => {
  it('takes the same steps, to the bit, as createEngine on one thread in the plain layout', async () => {
    const local = await threeSteps(await createLocalEngine(onnxruntime, options));
    const threaded = await threeSteps(await createEngine({ ...options, shards: 1, threads: 1, block: 1 }));
    expect(local).toEqual(threaded);
    expect(local.losses[2]).not.toBe(local.losses[0]);
  });

  it('gives the pixels’ gradient too, when it is made for attacks', async () => {
    const { images, labels } = await readBatch(train, [...Array(batchSize).keys()]);
    const batch = { images, targets: { labels: oneHot(labels, classes.length) }, masks: {} };
    const local = await createLocalEngine(onnxruntime, { ...options, attacked: true });
    const threaded = await createEngine({ ...options, attacked: true, shards: 1, threads: 1, block: 1 });
    expect(await local.inputGradient!(batch)).toEqual(await threaded.inputGradient!(batch));
    await Promise.all([local.release(), threaded.release()]);
  });
});
