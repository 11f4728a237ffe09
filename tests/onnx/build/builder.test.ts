import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { float32, int64 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';

test('nodes and values get names of their own', () => {
  const g = new GraphBuilder('names');
  const x = g.input('x', 'float32', [2]);
  expect(g.add('Relu', [x])).toBe('Relu');
  expect(g.add('Relu', [x])).toBe('Relu_2');
  expect(g.add('Relu', [x], {}, { name: 'layer1.relu' })).toBe('layer1.relu');
  expect(g.addMany('Dropout', [x], 2)).toEqual(['Dropout', 'Dropout:1']);
});

test('a value cannot be made twice', () => {
  const g = new GraphBuilder('twice');
  g.input('x', 'float32', [2]);
  expect(() => g.input('x', 'float32', [2])).toThrow("graph 'twice' has two values named 'x'");
  expect(() => g.initializer('x', float32([1]))).toThrow("graph 'twice' has two values named 'x'");
});

test('a node whose input nobody made is refused by name', () => {
  const g = new GraphBuilder('g');
  expect(() => g.add('Relu', ['ghost'])).toThrow("Relu 'Relu': input 'ghost' is not a value of graph 'g'");
});

test('small equal constants are stored once, of different type or shape apart', () => {
  const g = new GraphBuilder('constants');
  expect(g.scalar(2)).toBe(g.scalar(2));
  expect(g.ints(1, 2)).toBe(g.constant(int64([2], [1, 2])));
  const names = [g.scalar(1), g.constant(float32([1], [1])), g.ints(1), g.constant(int64([], [1]))];
  expect(new Set(names).size).toBe(4);
});

test('a graph goes on from a finished one under its own names', async () => {
  const g = new GraphBuilder('first');
  const x = g.input('x', 'float32', [2]);
  g.output(g.add('Relu', [x]), 'y');
  g.describe({ note: 'kept' });
  const more = GraphBuilder.from(g.build());
  more.output(more.add('Neg', ['y']), 'z');
  const graph = more.build();
  expect(graph.metadata).toEqual({ note: 'kept' });
  const results = await runGraph(graph, { x: float32([2], [-1, 3]) });
  expect(results.y).toEqual(float32([2], [0, 3]));
  expect(Array.from(results.z.data as Float32Array, (value) => value + 0)).toEqual([0, -3]);
});

test('a size that is a name is no fixed shape', () => {
  const g = new GraphBuilder('open');
  g.input('x', 'float32', ['N', 2]);
  expect(() => g.shape('x')).toThrow("'x' of graph 'open' has no fixed shape: [N,2]");
});
