import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph, Node } from '#passband/onnx/graph/graph.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { sharedPath } from '../support/shared.ts';

const uniform = (random: Random, count: number, low: number, high: number) =>
  Float32Array.from({ length: count }, () => low + (high - low) * random.uniform());

/** A prime number of draws, repeated for as many weights as a layer has: as good here as all of them. */
const table = uniform(seededRandom('weights'), 65537, -1, 1);

/**
 * The published files have constant weights, which would hide mistakes. Here the graph makes random ones in their
 * place, so that no file holds the half a gigabyte of a VGG; and it ends before the softmax.
 */
function withRandomWeights(graph: Graph): GraphBuilder {
  const g = GraphBuilder.rewriting(graph);
  const positive = new Set(
    graph.nodes.flatMap(({ op, inputs: [, scale, , , variance] }) =>
      op === 'BatchNormalization' ? [scale, variance] : [],
    ),
  );
  const draws = ({ inputs: [shapeInput], outputs: [output] }: Node) => {
    const shape = Array.from(graph.initializers.get(shapeInput)!.data as BigInt64Array, Number);
    const bound = shape.length === 1 ? 0.1 : Math.sqrt(6 / sizeOf(shape.slice(1)));
    const values = table.map((value) => (positive.has(output) ? 0.75 + value / 4 : bound * value));
    const repeats = Math.ceil(sizeOf(shape) / table.length);
    const repeated = g.add('Tile', [g.constant(float32([table.length], values)), g.ints(repeats)]);
    return [g.add('Slice', [repeated, g.ints(0), g.ints(sizeOf(shape))]), g.ints(...shape)];
  };
  for (const node of graph.nodes) {
    if (node.op === 'ConstantOfShape')
      g.append({ ...node, op: 'Reshape', inputs: draws(node), attributes: {} });
    else if (node.op !== 'Softmax') g.append(node);
  }
  return g;
}

// The logits are piecewise linear in the pixels: a step is short enough to cross few kinks, and long enough for
// float32, which leaves less of ResNet's small slope.
test.each([
  { name: 'squeezenet', step: 1e-4 },
  { name: 'resnet50', step: 3e-4 },
  { name: 'bvlc_alexnet', step: 1e-4 },
  { name: 'vgg19', step: 1e-4 },
])(
  'the input gradient of the published $name with random weights equals differences',
  async ({ name, step }) => {
    const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
    if (!path) return;
    const read = readModel(path);
    const [[input, { shape }]] = [...read.inputs];
    const size = sizeOf(shape as number[]);
    const feed = (pixels: Float32Array) => ({ [input]: new OrtTensor('float32', pixels, shape as number[]) });
    const random = seededRandom(name);
    const g = withRandomWeights(read);
    const logits = read.nodes.at(-1)!.inputs[0];
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
    expect(Math.abs((await difference(anywhere)) - along(anywhere))).toBeLessThan(
      0.15 * Math.sqrt(along(dx)),
    );
    await session.release();
  },
);

function open(graph: Graph): Promise<InferenceSession> {
  const options = {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
  } as const;
  return InferenceSession.create(encodeModel(graph), options);
}
