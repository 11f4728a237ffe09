import { expect, test } from 'vitest';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import type { Tensor } from '#passband/tensor/tensor.ts';
import { attribute, foreignModel, node, valueInfo } from '../../support/models/foreignModel.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import { microsoftCases, newerCases } from './newerCases.ts';
import { quantisedCases } from './quantisedCases.ts';
import { type Case, type Node, ramp } from './raiseCase.ts';
import { rewrittenCases } from './rewrittenCases.ts';
import { transformerCases } from './transformerCases.ts';

const { i, is, s } = attribute;

const bytesOf = (each: Case, opset: number, batch?: string) =>
  foreignModel({
    opset,
    nodes: each.nodes,
    inputs: [valueInfo('x', batch ? [batch, ...each.x.shape.slice(1)] : each.x.shape)],
    outputs: (each.outputs ?? ['y']).map((name) =>
      valueInfo(name, undefined, name === 'z' && each.nodes[0].opType === 'TopK' ? 7 : 1),
    ),
    initializers: each.initializers ?? [],
  });

const operators = (graph: Graph) => graph.nodes.map(({ op }) => op);

type Tensors = Readonly<Record<string, Tensor>>;

/** Results as lists, each number under `compare`. */
const listed = (results: Tensors, compare: (value: number) => unknown) =>
  Object.fromEntries(
    Object.entries(results).map(([name, { type, shape, data }]) => [
      name,
      {
        type,
        shape,
        data: Array.from(data as ArrayLike<number | bigint>, (value) => compare(Number(value))),
      },
    ]),
  );

const closeTo = (expected: Tensors) => listed(expected, (value) => expect.closeTo(value, 5));
const plain = (results: Tensors) => listed(results, (value) => value);

test.each(
  [...rewrittenCases, ...newerCases, ...microsoftCases, ...transformerCases, ...quantisedCases].flatMap(
    (each) => each.opsets.map((opset) => [each.title, opset, each] as const),
  ),
)('%s, opset %i: read, it gives what the file gives', async (_, opset, each) => {
  const bytes = bytesOf(each, opset);
  const expected = await runModel(bytes, { x: each.x });
  const graph = decodeModel(bytes);
  expect(operators(graph)).toEqual(each.reads);
  const results = await runGraph(graph, { x: each.x });
  expect(plain(results)).toEqual(closeTo(expected));
  for (const [name, type] of graph.outputs) {
    expect(type).toEqual({ type: expected[name].type, shape: expected[name].shape });
  }
});

test('softmax of opset 11 over a row gives what the file gives when the batch is open', async () => {
  const x = ramp(2, 3, 4);
  const bytes = foreignModel({
    opset: 11,
    nodes: [node('Softmax', ['x'], ['y'])],
    inputs: [valueInfo('x', ['N', 3, 4])],
    outputs: [valueInfo('y', ['N', 3, 4])],
  });
  const graph = decodeModel(bytes);
  expect(graph.outputs.get('y')).toEqual({ type: 'float32', shape: ['N', 3, 4] });
  expect(plain(await runGraph(graph, { x }))).toEqual(closeTo(await runModel(bytes, { x })));
});

test.each<[string, number, Node[]]>([
  ['AffineGrid', 20, [node('AffineGrid', ['x', 'x'], ['y'])]],
  [
    'attention to earlier places',
    17,
    [{ ...node('Attention', ['x', 'x'], ['y'], i('unidirectional', 1)), domain: 'com.microsoft' }],
  ],
  ['antialias has no counterpart', 18, [node('Resize', ['x', '', 'x'], ['y'], i('antialias', 1))]],
  ['dilations', 19, [node('AveragePool', ['x'], ['y'], is('dilations', 2, 2))]],
  ['reduction max', 18, [node('ScatterElements', ['x', 'x', 'x'], ['y'], s('reduction', 'max'))]],
  ['must be a constant', 18, [node('ReduceMax', ['x', 'x'], ['y'])]],
  ['the training form', 13, [node('BatchNormalization', ['x', 'x', 'x', 'x', 'x'], ['y', 'm', 'v'])]],
  ['its mask is not supported', 9, [node('Dropout', ['x'], ['z', 'y'])]],
])('what opset 17 cannot say is named: %s', (reason, opset, nodes) => {
  const bytes = foreignModel({
    opset,
    nodes: nodes.map((each) => ({ ...each, name: 'culprit' })),
    inputs: [valueInfo('x', [1, 2, 4, 4])],
    outputs: [valueInfo('y', [1, 2, 4, 4])],
  });
  expect(() => decodeModel(bytes)).toThrow(new RegExp(`${nodes[0].opType} 'culprit'.*`));
  expect(() => decodeModel(bytes)).toThrow(reason);
});
