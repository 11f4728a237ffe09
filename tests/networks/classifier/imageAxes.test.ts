import { expect, test } from 'vitest';
import { withImageAxes } from '#passband/networks/classifier/imageAxes.ts';
import type { Dim } from '#passband/onnx/graph/graph.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { ramp } from '../../onnx/raise/raiseCase.ts';
import { floats, foreignModel, int64s, node, valueInfo } from '../../support/models/foreignModel.ts';
import { runGraph } from '../../support/models/runGraph.ts';

/** Sums of columns of what is flattened to rows. */
const modelOf = (shape: readonly Dim[], count: number, rank = 2) =>
  decodeModel(
    foreignModel({
      opset: 13,
      nodes: [
        node('Reshape', ['x', 'rows'], ['r']),
        node('MatMul', ['r', 'w'], ['m']),
        ...(rank === 2 ? [node('Identity', ['m'], ['y'])] : [node('Reshape', ['m', 'flat'], ['y'])]),
      ],
      inputs: [valueInfo('x', shape)],
      outputs: [valueInfo('y', undefined)],
      initializers: [
        int64s('rows', -1, count),
        int64s('flat', -1),
        floats('w', [count, 2], [...ramp(count, 2).data]),
      ],
    }),
  );

test.each<[readonly Dim[], readonly Dim[]]>([
  [
    ['N', 784, 1],
    ['N', 784],
  ],
  [
    [1, 1, 784],
    [1, 784],
  ],
  [
    ['N', 1, 1, 784],
    ['N', 784],
  ],
  [
    ['N', 1, 3, 8, 8],
    ['N', 3, 8, 8],
  ],
  [
    [8, 8, 3],
    [1, 8, 8, 3],
  ],
  [
    [3, 8, 8],
    [1, 3, 8, 8],
  ],
  [
    [8, 8, 1],
    [1, 8, 8, 1],
  ],
  [
    [8, 8],
    [1, 8, 8],
  ],
])('an input %j is taken as %j', async (shape, taken) => {
  const sizes = shape.map((dim) => (dim === 'N' ? 1 : Number(dim)));
  const count = sizes.reduce((a, b) => a * b);
  const before = modelOf(shape, count);
  const { graph, note } = withImageAxes(before);
  expect(graph.inputs.get('x')?.shape).toEqual(taken);
  expect(note).toContain(`its input [${shape.join(', ')}] is `);
  const x = ramp(count);
  const { y } = await runGraph(graph, {
    x: { ...x, shape: taken.map((dim) => (dim === 'N' ? 1 : Number(dim))) },
  });
  expect(y).toEqual((await runGraph(before, { x: { ...x, shape: sizes } })).y);
});

test.each<[readonly Dim[]]>([
  [['N', 3, 8, 8]],
  [['N', 1, 8, 8]],
  [[1, 8, 8]],
  [['N', 8, 8]],
  [[32, 784]],
  [['N', 3, 1, 1]],
])('an input %j stays', (shape) => {
  const graph = { ...modelOf([1, 2], 2), inputs: new Map([['x', { type: 'float32', shape } as const]]) };
  expect(withImageAxes(graph)).toEqual({ graph, note: null });
});

test('an output without a batch gets one with the input', async () => {
  const { graph } = withImageAxes(modelOf([8, 8, 3], 192, 1));
  expect(graph.outputs.get('y')?.shape).toEqual([1, 2]);
  expect((await runGraph(graph, { x: ramp(1, 8, 8, 3) })).y.shape).toEqual([1, 2]);
});
