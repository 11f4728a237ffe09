import * as onnxruntime from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { margin } from '#passband/networks/losses/losses.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/models/runGraph.ts';

const block = await blockSize(onnxruntime);
const pool = createPool({ threads: 2 });
afterAll(() => pool.release());

const random = seededRandom('classifier');
const { graph } = buildNetwork('six-conv', { classes: 4, shape: [3, 16, 16], batchNorm: true, random });
const shape = [7, 3, 16, 16];
const images = float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.uniform));
const labels = Int32Array.of(0, 1, 2, 3, 0, 1, 2);
const classifier = await createClassifier(pool, graph, { chunk: 3, block });

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

test('the losses are those of the logits, and the gradient is that of the loss asked for', async () => {
  const { losses } = await classifier.inputGradient(images, labels);
  expect(losses.reduce((sum, loss) => sum + loss, 0)).toBeCloseTo(
    crossEntropy((await classifier.logits(images)).data),
    4,
  );
  const found = await classifier.inputGradient(images, labels, margin);
  labels.forEach((label, image) => {
    const row = slice(found.logits, image, image + 1).data;
    const rival = Math.max(...row.filter((_, index) => index !== label));
    expect(found.losses[image]).toBeCloseTo(rival - row[label], 5);
  });
  expect(found.gradient.data).not.toEqual((await classifier.inputGradient(images, labels)).gradient.data);
});

test('a graph of a fixed batch answers any number of images', async () => {
  const fixed = await createClassifier(pool, withBatch(graph, 4), { block });
  const [expected, actual] = [
    await classifier.inputGradient(images, labels),
    await fixed.inputGradient(images, labels),
  ];
  for (const [index, value] of actual.gradient.data.entries())
    expect(value).toBeCloseTo(expected.gradient.data[index], 6);
  expect((await fixed.logits(images)).shape).toEqual([7, 4]);
  await fixed.release();
});

test('an attack finds the same on any number of threads and in pieces of any size', async () => {
  const single = createPool({ threads: 1 });
  const other = await createClassifier(single, graph, { chunk: 5, block });
  for (const given of [
    { method: 'pgd', restarts: 2 },
    { method: 'apgd', steps: 8, loss: 'dlr' },
    { method: 'square', steps: 20 },
  ] as const) {
    const settings = attackSettings({ ...given, epsilon: 0.01 });
    const run = (attacked: Classifier) =>
      attack(attacked, images, labels, settings, { random: seededRandom('attack'), stopOnSuccess: false });
    expect((await run(other)).adversarial.data).toEqual((await run(classifier)).adversarial.data);
  }
  await single.release();
});

test('an image that is answered with no number is named', async () => {
  const broken = float32(shape, images.data.slice());
  slice(broken, 4, 5).data[10] = Number.NaN;
  const message = 'createClassifier: the logits of image 4 must be finite, got NaN';
  await expect(classifier.logits(broken)).rejects.toThrow(message);
  await expect(classifier.inputGradient(broken, labels)).rejects.toThrow(message);
  // In an attack, by its place among all, though it is alone in its batch.
  const isFourth = (batch: Tensor<'float32'>) => batch.data[0] === images.data[4 * sizeOf(shape.slice(1))];
  const sometimes = {
    ...classifier,
    logits: (batch: Tensor<'float32'>) => classifier.logits(isFourth(batch) ? slice(broken, 4, 5) : batch),
  };
  const noise = attackSettings({ method: 'noise', epsilon: 0.01 });
  await expect(
    attack(sometimes, images, labels, noise, { random: seededRandom(0), inFlight: 1 }),
  ).rejects.toThrow(message);
});

test('labels must fit', async () => {
  await expect(classifier.inputGradient(images, labels.slice(2))).rejects.toThrow(
    'inputGradient: 7 images need as many labels, got 5',
  );
  await expect(classifier.inputGradient(images, labels.fill(4, 6, 7).slice())).rejects.toThrow(
    'inputGradient: labels must be in 0 … 3, got 4',
  );
  labels[6] = 2;
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

test.each([0, 3, block === 8 ? 16 : 8, 1.5, Number.NaN])(
  'blocks of %d channels are refused',
  async (wrong) => {
    await expect(createClassifier(pool, graph, { block: wrong })).rejects.toThrow(
      new RangeError(
        block === 1
          ? `block must be 1, as this runtime has no blocks, got ${wrong}; blockSize() finds it`
          : `block must be 1 or ${block}, as this processor has it, got ${wrong}; blockSize() finds it`,
      ),
    );
  },
);
