import * as onnxruntime from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { buildNetwork } from '#passband/networks/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, slice } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/runGraph.ts';

const pool = createPool({ threads: 2 });
afterAll(() => pool.release());

const random = seededRandom('classifier');
const { graph } = buildNetwork('six-conv', { classes: 4, shape: [3, 16, 16], batchNorm: true, random });
const shape = [7, 3, 16, 16];
const images = float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.uniform));
const labels = Int32Array.of(0, 1, 2, 3, 0, 1, 2);
const classifier = await createClassifier(pool, graph, { chunk: 3, block: await blockSize(onnxruntime) });

test('a classifier knows the size of its images, its classes and its bounds', () => {
  expect(classifier).toMatchObject({ shape: [3, 16, 16], classes: 4, bounds: [0, 1] });
});

test('logits of chunks on two threads are those of the whole batch, in its order', async () => {
  const { logits } = await runGraph(graph, { images });
  const actual = await classifier.logits(images);
  expect(actual.shape).toEqual([7, 4]);
  for (const [index, value] of actual.data.entries())
    expect(value).toBeCloseTo(Number(logits.data[index]), 5);
});

test('the input gradient of an image is that of its own loss, whatever chunk it is in', async () => {
  const { gradient, logits } = await classifier.inputGradient(images, labels);
  expect(gradient.shape).toEqual(shape);
  const forward = await classifier.logits(images);
  for (const [index, value] of logits.data.entries()) expect(value).toBeCloseTo(forward.data[index], 5);
  for (const image of [0, 3, 6]) {
    const alone = await classifier.inputGradient(
      slice(images, image, image + 1),
      labels.slice(image, image + 1),
    );
    expect(alone.gradient.data.some((value) => value !== 0)).toBe(true);
    const inBatch = slice(gradient, image, image + 1);
    expect(Array.from(alone.gradient.data)).toEqual(Array.from(inBatch.data));
  }
});

test('the input gradient predicts how the loss changes', async () => {
  const { gradient } = await classifier.inputGradient(images, labels);
  const lossOf = async (step: number) => {
    const moved = float32(
      shape,
      images.data.map((pixel, index) => pixel + step * Math.sign(gradient.data[index])),
    );
    return crossEntropy((await classifier.logits(moved)).data);
  };
  const predicted = gradient.data.reduce((sum, value) => sum + Math.abs(value), 0);
  // A step of 1e-3 pixels: large against float32 rounding of the loss, small against the curvature.
  const slope = ((await lossOf(1e-3)) - (await lossOf(-1e-3))) / 2e-3;
  expect(slope / predicted).toBeCloseTo(1, 1);
});

function crossEntropy(logits: Float32Array): number {
  let loss = 0;
  labels.forEach((label, image) => {
    const row = logits.subarray(4 * image, 4 * image + 4);
    loss += Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - row[label];
  });
  return loss;
}
