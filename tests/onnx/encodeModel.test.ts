import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/builder.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/runGraph.ts';

test('a graph with a symbolic batch runs in ONNX Runtime', async () => {
  const g = new GraphBuilder('affine');
  const x = g.input('x', 'float32', ['N', 3]);
  const weights = g.initializer('weights', float32([2, 3], [1, 2, 3, 4, 5, 6]));
  g.output(g.add('Gemm', [x, weights], { transB: 1, alpha: 2 }), 'y');
  const { y } = await runGraph(g.build(), { x: float32([2, 3], [1, 0, 0, 0, 1, 1]) });
  expect(y).toEqual(float32([2, 2], [2, 8, 10, 22]));
});
