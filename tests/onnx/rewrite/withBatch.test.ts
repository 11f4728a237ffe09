import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { bindInitializers } from '#passband/onnx/rewrite/bindInitializers.ts';
import { initializersToInputs } from '#passband/onnx/rewrite/initializersToInputs.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { withSizes } from '#passband/onnx/rewrite/withSizes.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';

function network(batch: number | string, height: number | string = 6) {
  const g = new GraphBuilder('network');
  const images = g.input('images', 'float32', [batch, 1, height, 6]);
  const mask = g.input('mask', 'float32', [batch, 2]);
  const weights = g.initializer('weights', float32([2, 1, 3, 3], new Float32Array(18).fill(0.1)));
  const conv = g.add('Conv', [images, weights], { pads: [1, 1, 1, 1] });
  const pooled = g.add('Flatten', [g.add('GlobalAveragePool', [conv])]);
  g.output(g.add('Mul', [pooled, mask]), 'logits');
  return g.build();
}

test('a batch that is a name becomes a number in every type', () => {
  expect(withBatch(network('N'), 5)).toEqual(network(5));
});

test('a batch that has its number already stays, another number is an error', () => {
  const graph = network(5);
  expect(withBatch(graph, 5)).toBe(graph);
  expect(() => withBatch(graph, 4)).toThrow("withBatch: 'network' has a fixed batch of 5, not 4");
});

test.each([0, -1, 1.5, NaN])('a batch of %d is an error', (n) => {
  expect(() => withBatch(network('N'), n)).toThrow(
    new RangeError(`withSizes: N must be a positive whole number, got ${n}`),
  );
});

test('a named size may get another name', () => {
  expect(withSizes(network('batch'), { batch: 'N' })).toEqual(network('N'));
});

test('other named sizes are bound by their name, an unknown name is an error', () => {
  const graph = network('N', 'height');
  expect(withSizes(graph, { height: 6 })).toEqual(network('N'));
  expect(withSizes(graph, { N: 5, height: 6 })).toEqual(network(5));
  expect(() => withSizes(graph, { width: 6 })).toThrow("withSizes: no input of 'network' has a size 'width'");
});

test('a size at which shapes do not fit is an error that names the node', () => {
  const g = new GraphBuilder('small');
  const x = g.input('x', 'float32', [1, 1, 3, 3]);
  g.output(g.add('MaxPool', [x], { kernel_shape: [3, 3] }), 'y');
  const graph = g.build();
  const open = { ...graph, inputs: new Map([['x', { type: 'float32' as const, shape: [1, 1, 'side', 3] }]]) };
  expect(() => withSizes(open, { side: 2 })).toThrow(/MaxPool 'MaxPool': a window of 3 does not fit into 2/);
});

test('weights become inputs and back, and the graph computes the same', async () => {
  const graph = network(2);
  const weights = graph.initializers.get('weights')!;
  const images = float32([2, 1, 6, 6], Float32Array.from({ length: 72 }, Math.sin));
  const mask = float32([2, 2], [1, 2, 0, 1]);
  const trainable = initializersToInputs(graph, ['weights']);
  expect([...trainable.inputs.keys()]).toEqual(['images', 'mask', 'weights']);
  expect(trainable.initializers.size).toBe(0);
  const expected = await runGraph(graph, { images, mask });
  expect(await runGraph(trainable, { images, mask, weights })).toEqual(expected);
  expect(bindInitializers(trainable, { weights })).toEqual(graph);
});

test('bound weights take the place of those that are there', async () => {
  const zero = float32([2, 1, 3, 3]);
  const graph = bindInitializers(network(1), { weights: zero });
  const feeds = {
    images: float32([1, 1, 6, 6], new Float32Array(36).fill(1)),
    mask: float32([1, 2], [1, 1]),
  };
  expect((await runGraph(graph, feeds)).logits).toEqual(float32([1, 2]));
});

test('unknown names and other shapes are errors', () => {
  const graph = network(2);
  expect(() => initializersToInputs(graph, ['bias'])).toThrow(
    "initializersToInputs: 'bias' is no initializer of 'network'",
  );
  expect(() => bindInitializers(graph, { bias: float32([1]) })).toThrow(
    "bindInitializers: 'bias' is no input or initializer of 'network'",
  );
  expect(() => bindInitializers(graph, { weights: float32([2, 1, 3, 2]) })).toThrow(
    "bindInitializers: 'weights' is float32 [2,1,3,3], got float32 [2,1,3,2]",
  );
});
