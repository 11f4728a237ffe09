import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Dataset, Split } from '#passband/data/dataset/dataset.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { sizeOf } from '#passband/tensor/tensor.ts';
import { engineBatchSize } from '#passband/training/batches/epochBatches.ts';
import type { GivenConfig, TrainingConfig } from '#passband/training/config/config.ts';
import { optimizerSettings } from '#passband/training/config/optimizerSettings.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import type { Evaluate } from '#passband/training/evaluation/evaluate.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { runContent, tinyRun } from '../tinyRun.ts';

/** Noise; a network can learn its few images by heart. */
function noiseDataset(shape: Dataset['shape']): Dataset {
  const random = seededRandom('noise');
  const split = (count: number): Split => ({
    images: arrayImages(
      Uint8Array.from({ length: count * sizeOf(shape) }, () => random.integer(256)),
      shape,
    ),
    labels: Int32Array.from({ length: count }, () => random.integer(3)),
    count,
  });
  return {
    name: 'noise',
    classes: ['a', 'b', 'c'],
    shape,
    train: split(36),
    test: split(4),
    notices: [],
    hashes: { generator: 'noise' },
  };
}

// Says which weights it saw: their sum stands where the loss is.
const weighing =
  (engine: Engine): Evaluate =>
  async ({ count }) => {
    let sum = 0;
    for (const { data } of [...engine.parameters.values(), ...engine.statistics.values()]) {
      for (let index = 0; index < data.length; index++) sum += data[index];
    }
    return [{ component: 'x', radius: null, loss: sum, correct: 0, n: count }];
  };

const networks: readonly [name: string, Dataset['shape'], given: Omit<GivenConfig, 'dataset'>][] = [
  [
    'lenet with dropout in two shards',
    [1, 12, 12],
    { network: 'lenet', dropout: true, threads: 2, shards: 2 },
  ],
  [
    'six-conv with batch norm on two threads',
    [3, 8, 8],
    { network: 'six-conv', batchNorm: true, threads: 2 },
  ],
];

describe('a run on ONNX Runtime', () => {
  test.each(networks)(
    '%s leaves the same bytes when it is stopped or killed and resumed',
    async (_, shape, given) => {
      const dataset = noiseDataset(shape);
      const block = await blockSize(onnxruntime);
      const makeEngine = (config: TrainingConfig, trainCount: number) =>
        createEngine({
          build: (images) =>
            buildNetwork(config.network, {
              ...config,
              classes: 3,
              shape,
              batch: images,
              training: true,
              random: seededRandom(config.seed).fork('weights'),
            }),
          loss: classificationLoss,
          batchSize: engineBatchSize(config, trainCount),
          optimizer: optimizerSettings(config),
          shards: config.shards,
          threads: config.threads,
          block,
        });
      const parts = { dataset, makeEngine, makeEvaluate: weighing };
      const settings = {
        ...given,
        epochs: 2,
        batchSize: 8,
        optimizer: 'adam',
        momentum: 0,
        learningRate: 1e-3,
      } as const;
      const whole = await tinyRun(settings, parts);
      await whole.go();
      const expected = await runContent(whole.run.folder);

      const halting = await tinyRun(settings, parts);
      const controller = new AbortController();
      const onBatch = ({ epoch, batch }: { epoch: number; batch: number }) => {
        if (epoch === 1 && batch === 3) controller.abort();
      };
      expect((await halting.go({ signal: controller.signal, onBatch })).record.status).toBe('stopped');
      await halting.go();
      expect(await runContent(halting.run.folder)).toEqual(expected);

      const dying = await tinyRun(settings, parts);
      const die = ({ epoch, batch }: { epoch: number; batch: number }) => {
        if (epoch === 2 && batch === 2) throw new Error('killed');
      };
      await expect(dying.go({ onBatch: die })).rejects.toThrow('killed');
      await dying.go();
      expect(await runContent(dying.run.folder)).toEqual(expected);
    },
  );
});
