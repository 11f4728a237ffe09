import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { publishedModel, uniform } from '../support/models/publishedModel.ts';

/**
 * Compares the input gradient of a published model with random weights with difference quotients; without the shared files it does nothing.
 *
 * @param step the logits are piecewise linear in the pixels: short enough to cross few kinks, and long enough for float32
 */
export async function comparePublishedGradient(
  name: Parameters<typeof publishedModel>[0],
  step: number,
): Promise<void> {
  const published = publishedModel(name);
  if (!published) return;
  const { g, input, shape, logits } = published;
  const size = sizeOf(shape);
  const feed = (pixels: Float32Array) => ({ [input]: new OrtTensor('float32', pixels, shape) });
  const random = seededRandom(name);
  const weights = g.constant(float32(g.shape(logits), uniform(random, sizeOf(g.shape(logits)), -1, 1)));
  g.output(g.add('ReduceSum', [g.add('Mul', [logits, weights])], { keepdims: 0 }), 'total');
  const forward = g.build();
  const x = uniform(random, size, 0, 1);

  const backward = await open(gradient(forward, { of: 'total', withRespectTo: [input] }));
  const dx = (await backward.run(feed(x)))[`gradient/${input}`].data as Float32Array;
  await backward.release();
  const along = (direction: Float32Array) =>
    dx.reduce((sum, value, index) => sum + value * direction[index], 0);

  const session = await open(forward);
  const difference = async (direction: Float32Array) => {
    const at = async (distance: number) => {
      const pixels = x.map((value, index) => value + distance * direction[index]);
      return ((await session.run(feed(pixels))).total.data as Float32Array)[0];
    };
    return ((await at(step)) - (await at(-step))) / (2 * step);
  };
  // Half of the pixels, each the way its gradient points: every pixel counts, and the slope is steep.
  const uphill = dx.map((value) => Math.sign(value) * Number(random.uniform() < 0.5));
  expect(Math.abs((await difference(uphill)) / along(uphill) - 1)).toBeLessThan(0.02);
  // A random way, which would show a part of the gradient that is missing altogether.
  const anywhere = Float32Array.from({ length: size }, random.normal);
  expect(Math.abs((await difference(anywhere)) - along(anywhere))).toBeLessThan(0.15 * Math.sqrt(along(dx)));
  await session.release();
}

function open(graph: Graph): Promise<InferenceSession> {
  const options = {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
  } as const;
  return InferenceSession.create(encodeModel(graph), options);
}
