import * as onnxruntime from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { rescale } from '#passband/spectrum/split/rescale.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { crossEntropyOf } from '#passband/statistics/crossEntropyOf.ts';
import { argmax } from '#passband/tensor/argmax.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import { createEvaluate } from '#passband/training/evaluation/createEvaluate.ts';
import { evaluatorOf } from '#passband/workflows/training/evaluator.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const pool = createPool({ threads: 2 });
const one = createPool({ threads: 1 });
afterAll(() => Promise.all([pool.release(), one.release()]));

const shape = [3, 16, 16] as const;
const network = { classes: 4, shape, initialization: 'he', batchNorm: true } as const;
const finished = buildNetwork('six-conv', { ...network, random: seededRandom('weights') });
const random = seededRandom('images');
const count = 23; // Two batches of ten, and three images that are a batch of their own.
const momentsOf = 10;
const images = float32(
  [count, ...shape],
  Float32Array.from({ length: count * sizeOf(shape) }, random.uniform),
);
const labels = Int32Array.from({ length: count }, () => random.integer(4));
const split = { images: arrayImages(images.data, shape), labels, count };
const mask = { boundary: 'exclusive', distance: 'l2' } as const;
const options = { ...mask, block: await blockSize(onnxruntime), rescale: 'max', momentsOf } as const;
const evaluate = createEvaluate(pool, () => finished.graph, options);

/** What the network for training, which has no moments but its batch's, says of images batch by batch. */
async function inTraining(seen: Tensor<'float32'>) {
  let [loss, correct] = [0, 0];
  for (let start = 0; start < count; start += momentsOf) {
    const end = Math.min(count, start + momentsOf);
    const { graph } = buildNetwork('six-conv', {
      ...network,
      ...{ batch: end - start, training: true, random: seededRandom('weights') },
    });
    const { logits } = await runGraph(graph, { images: slice(seen, start, end) });
    for (let image = start; image < end; image++) {
      const row = (logits.data as Float32Array).subarray(4 * (image - start), 4 * (image - start + 1));
      loss += crossEntropyOf(row, labels[image]) / count;
      correct += argmax(row) === labels[image] ? 1 : 0;
    }
  }
  return { loss, correct };
}

describe('measured with the moments of each batch', () => {
  test('x and each component get the answers of the network in training, each in batches of its own', async () => {
    const rows = await evaluate(split, { radii: [2, 5] });
    const seen = [images];
    for (const component of ['lfc', 'hfc'] as const) {
      for (const radius of [2, 5]) {
        seen.push(rescale(splitFrequencies(images, radius, mask)[component], 'max'));
      }
    }
    for (const [index, { loss, correct, n }] of rows.entries()) {
      const expected = await inTraining(seen[index]);
      expect([correct, n]).toEqual([expected.correct, count]);
      expect(loss / expected.loss).toBeCloseTo(1, 4);
    }
    const running = createEvaluate(pool, () => finished.graph, { ...options, momentsOf: undefined });
    const [x] = await running(split, { radii: [] });
    expect(Math.abs(x.loss / rows[0].loss - 1)).toBeGreaterThan(0.01);
  });

  test('the bits do not depend on the threads, nor on the other components', async () => {
    const rows = await evaluate(split, { radii: [2, 5] });
    expect(await createEvaluate(one, () => finished.graph, options)(split, { radii: [2, 5] })).toEqual(rows);
    expect(await evaluate(split, { radii: [] })).toEqual([rows[0]]);
    expect(await evaluate(split, { radii: [5] })).toEqual([rows[0], rows[2], rows[4]]);
  });

  test.each([
    ['batch', { testMoments: 'batch', batchNorm: true }, momentsOf],
    ['running', { testMoments: 'running', batchNorm: true }, undefined],
    ['running', { testMoments: 'batch', batchNorm: false }, undefined],
  ] as const)('a run measures with %s moments by %o', async (_, given, expected) => {
    const config = resolveConfig(
      { dataset: 'mnist', preset: 'authors', batchSize: momentsOf, ...given },
      { threads: 1, out: 'run' },
    );
    const weights = given.batchNorm
      ? finished
      : buildNetwork('six-conv', { ...network, batchNorm: false, random: seededRandom('weights') });
    const evaluator = await evaluatorOf(config, () => weights);
    try {
      const usual = createEvaluate(pool, () => weights.graph, { ...options, momentsOf: expected });
      expect(await evaluator.evaluate(split, { radii: [5] })).toEqual(await usual(split, { radii: [5] }));
    } finally {
      await evaluator.release();
    }
  });
});
