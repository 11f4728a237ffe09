import * as onnxruntime from 'onnxruntime-node';
import { expect } from 'vitest';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createPool, type Pool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { engineBatchSize } from '#passband/training/batches/epochBatches.ts';
import { optimizerSettings } from '#passband/training/config/optimizerSettings.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import { createEvaluate } from '#passband/training/evaluation/createEvaluate.ts';
import type { Evaluate } from '#passband/training/evaluation/evaluate.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { tinyRun } from './tinyRun.ts';

const reliabilities = [0, 0.7, 0.95] as const;
const testCount = 500;
/** How long the networks learn, and from what. */
export interface Lesson {
  readonly images: number;
  readonly epochs: number;
  /** Height of the grating in pixel units; the default is not seen in few short epochs. */
  readonly amplitude: number;
}

const block = await blockSize(onnxruntime);

/**
 * Reliance on HFC in two measures. `hfc` is the accuracy on HFC at r = 8 of the set's own test images. It swings from
 * epoch to epoch, since HFC alone is far from all that batch normalisation has seen; so the learning rate falls to
 * zero, and it is the mean of the last two epochs. `follows` is steadier: on other images, the same for all networks,
 * whose parts are both drawn at random, the share on which the answer to x is the grating's class. It is chance for who
 * does not look at the grating, and unlike `hfc` it does not rise with the reliability of the images measured.
 */
async function reliance(
  pool: Pool,
  { images: count, epochs, amplitude }: Lesson,
  seed: number,
  highReliability: number,
): Promise<{ hfc: number; follows: number }> {
  // A less reliable silhouette than by default, so that there is something to gain from the grating.
  const knobs = { amplitude, lowReliability: 0.7 };
  const dataset = plantedDataset({ ...knobs, seed, count, testCount, highReliability });
  const options = { classes: dataset.classes.length, shape: dataset.shape, batchNorm: true } as const;
  let evaluate!: Evaluate;
  const { run, go } = await tinyRun(
    {
      network: 'six-conv',
      batchNorm: true,
      seed,
      epochs,
      batchSize: 50,
      optimizer: 'adam',
      momentum: 0,
      learningRate: 2e-3,
      schedule: 'cosine',
      warmupEpochs: 0,
      weightDecay: 0,
      mixup: 0,
      augment: false,
      holdOut: 0,
      evaluationSample: 50,
      radius: [8],
      threads: 2,
      tensorboard: false,
    },
    {
      dataset,
      makeEngine: (config, trainCount) =>
        createEngine({
          build: (batch) => {
            const random = seededRandom(seed).fork('weights');
            return buildNetwork('six-conv', { ...options, batch, training: true, random });
          },
          loss: classificationLoss,
          batchSize: engineBatchSize(config, trainCount),
          optimizer: optimizerSettings(config),
          shards: config.shards,
          threads: config.threads,
          block,
        }),
      makeEvaluate: ({ parameters, statistics }) => {
        const network = () =>
          buildNetwork('six-conv', { ...options, weights: new Map([...parameters, ...statistics]) }).graph;
        evaluate = createEvaluate(pool, network, { block, rescale: 'none' });
        return evaluate;
      },
    },
  );
  await go();
  const onHfc = (await readHistory(run.folder, classification.columns)).filter(
    ({ split, component, epoch }) => split === 'test' && component === 'hfc' && epoch > epochs - 2,
  );
  expect(onHfc.map(({ n }) => n)).toEqual([testCount, testCount]);

  const random = { lowReliability: 0, highReliability: 0, seed: 'both parts at random', count: 1, testCount };
  const { test: images, truth } = plantedDataset({ ...knobs, ...random });
  const [onX] = await evaluate({ ...images, labels: truth.test.highClass }, { radii: [] });
  return { hfc: (onHfc[0].accuracy + onHfc[1].accuracy) / 2, follows: onX.correct / onX.n };
}

// Five standard deviations of the share of 500 images that are right by chance, one in ten: 0.033 … 0.167.
const band = 5 * Math.sqrt((0.1 * 0.9) / testCount);

/**
 * The planted data set as a measuring instrument: networks that differ in nothing but how far the grating could be trusted while
 * they learned are told apart, in that order, by what is measured on them: reliance on HFC rises from chance at zero.
 */
export async function expectToldApart(seed: number, lesson: Lesson): Promise<void> {
  const measured = [];
  const pool = createPool({ threads: 2 });
  try {
    for (const reliability of reliabilities) measured.push(await reliance(pool, lesson, seed, reliability));
  } finally {
    await pool.release();
  }
  const [none, some, most] = measured;
  const shown = JSON.stringify(measured);
  for (const measure of ['hfc', 'follows'] as const) {
    expect(Math.abs(none[measure] - 0.1), `${measure} of ${shown}`).toBeLessThan(band);
    expect(some[measure], `${measure} of ${shown}`).toBeGreaterThan(0.1 + band);
    // Two independent shares of 500 images differ by less than 0.08 with a probability of 99%.
    expect(most[measure] - some[measure], `${measure} of ${shown}`).toBeGreaterThan(0.08);
  }
}
