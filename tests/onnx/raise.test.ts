import { expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/decodeModel.ts';
import type { Graph } from '#passband/onnx/graph.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph, runModel } from '../support/runGraph.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from './foreignModel.ts';

type Node = ReturnType<typeof node>;

const { f, fs, i, is, s, t } = attribute;

const ramp = (...shape: number[]) =>
  float32(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => ((index * 29) % 23) / 8 - 1.2),
  );

const scalar = (name: string, value: number) => floats(name, [], [value]);

/** One operator in one opset: nodes from x to y, and what the graph that is read must consist of. */
interface Case {
  readonly title: string;
  readonly opsets: readonly number[];
  readonly x: Tensor<'float32'>;
  readonly nodes: Node[];
  readonly initializers?: TensorProto[];
  readonly reads: readonly string[];
  readonly outputs?: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'Squeeze and Unsqueeze with axes as attributes',
    opsets: [9, 11, 12],
    x: ramp(2, 1, 3, 1),
    nodes: [
      node('Squeeze', ['x'], ['a'], is('axes', 1)),
      node('Unsqueeze', ['a'], ['b'], is('axes', 0, 4)),
      node('Squeeze', ['b'], ['y']),
    ],
    reads: ['Squeeze', 'Unsqueeze', 'Squeeze'],
  },
  {
    title: 'ReduceSum with axes as an attribute',
    opsets: [9, 11, 12],
    x: ramp(2, 3, 4),
    nodes: [node('ReduceSum', ['x'], ['y'], is('axes', 1), i('keepdims', 0))],
    reads: ['ReduceSum'],
  },
  {
    title: 'ReduceSum of everything',
    opsets: [11],
    x: ramp(2, 3, 4),
    nodes: [node('ReduceSum', ['x'], ['y'])],
    reads: ['ReduceSum'],
  },
  {
    title: 'Split with an attribute',
    opsets: [9, 11, 12],
    x: ramp(2, 6),
    nodes: [node('Split', ['x'], ['y', 'z'], i('axis', 1), is('split', 2, 4))],
    reads: ['Split'],
    outputs: ['y', 'z'],
  },
  {
    title: 'Split into num_outputs parts of which the last is smaller',
    opsets: [18, 20, 22],
    x: ramp(2, 7),
    nodes: [node('Split', ['x'], ['y', 'z', 'w'], i('axis', -1), i('num_outputs', 3))],
    reads: ['Split'],
    outputs: ['y', 'z', 'w'],
  },
  ...['Softmax', 'LogSoftmax', 'Hardmax'].flatMap((op): Case[] => [
    {
      title: `${op} over all that Flatten at axis 1 puts into a row`,
      opsets: [9, 11, 12],
      x: ramp(2, 3, 4),
      nodes: [node(op, ['x'], ['y'])],
      reads: ['Flatten', op, 'Reshape'],
    },
    {
      title: `${op} from axis 2 on, where only one axis is left`,
      opsets: [11],
      x: ramp(2, 3, 4),
      nodes: [node(op, ['x'], ['y'], i('axis', 2))],
      reads: [op],
    },
    {
      title: `${op} of opset 13 over one axis`,
      opsets: [13, 18],
      x: ramp(2, 3, 4),
      nodes: [node(op, ['x'], ['y'], i('axis', 1))],
      reads: [op],
    },
  ]),
  {
    title: 'Softmax over a row of single pixels',
    opsets: [9],
    x: ramp(2, 3, 1, 1),
    nodes: [node('Softmax', ['x'], ['y'])],
    reads: ['Softmax'],
  },
  {
    title: 'Dropout with its ratio as an attribute',
    opsets: [9, 10, 11],
    x: ramp(2, 3),
    nodes: [node('Dropout', ['x'], ['y'], f('ratio', 0.3))],
    reads: ['Dropout'],
  },
  {
    title: 'Clip with bounds as attributes',
    opsets: [9, 10],
    x: ramp(2, 3),
    nodes: [node('Clip', ['x'], ['a'], f('min', 0)), node('Clip', ['a'], ['y'], f('max', 1))],
    reads: ['Clip', 'Clip'],
  },
  {
    title: 'Pad with attributes',
    opsets: [9, 10],
    x: ramp(2, 3),
    nodes: [
      node('Pad', ['x'], ['a'], is('pads', 0, 1, 1, -1), f('value', 0.5)),
      node('Pad', ['a'], ['y'], is('pads', 0, 1, 0, 1), s('mode', 'reflect')),
    ],
    reads: ['Pad', 'Pad'],
  },
  {
    title: 'Pad of some axes',
    opsets: [18, 21],
    x: ramp(2, 3, 4),
    nodes: [node('Pad', ['x', 'pads', 'value', 'axes'], ['y'])],
    initializers: [int64s('pads', 1, 2, 0, 3), scalar('value', 7), int64s('axes', 2, -2)],
    reads: ['Pad'],
  },
  {
    title: 'Slice with attributes, to the end of an axis',
    opsets: [9],
    x: ramp(2, 5, 4),
    nodes: [
      node(
        'Slice',
        ['x'],
        ['a'],
        is('starts', 1, -3),
        is('ends', Number.MAX_SAFE_INTEGER, -1),
        is('axes', 1, 2),
      ),
      node('Slice', ['a'], ['y'], is('starts', 1), is('ends', 2)),
    ],
    reads: ['Slice', 'Slice'],
  },
  {
    title: 'TopK with k as an attribute',
    opsets: [9],
    x: ramp(2, 5),
    nodes: [node('TopK', ['x'], ['y', 'z'], i('k', 2))],
    reads: ['TopK'],
    outputs: ['y', 'z'],
  },
  {
    title: 'BatchNormalization before it had a training mode',
    opsets: [9, 11, 13],
    x: ramp(2, 2, 3, 3),
    nodes: [node('BatchNormalization', ['x', 'scale', 'bias', 'mean', 'var'], ['y'], f('epsilon', 0.01))],
    initializers: [
      floats('scale', [2], [1, 2]),
      floats('bias', [2], [0, 1]),
      floats('mean', [2], [0.5, -1]),
      floats('var', [2], [2, 3]),
    ],
    reads: ['BatchNormalization'],
  },
  {
    title: 'Upsample to nearest pixels',
    opsets: [9],
    x: ramp(1, 2, 3, 2),
    nodes: [node('Upsample', ['x', 'scales'], ['y'], s('mode', 'nearest'))],
    initializers: [floats('scales', [4], [1, 1, 2, 3])],
    reads: ['Resize'],
  },
  {
    title: 'Upsample with scales as an attribute, bilinear',
    opsets: [7, 8],
    x: ramp(1, 2, 3, 2),
    nodes: [node('Upsample', ['x'], ['y'], s('mode', 'linear'), fs('scales', 1, 1, 2, 2))],
    reads: ['Resize'],
  },
  ...[
    ['nearest', 2, 2.5],
    ['nearest', 0.6, 0.5],
    ['linear', 2, 1.5],
  ].map(
    ([mode, height, width]): Case => ({
      title: `Resize of opset 10, ${mode}, by ${height} and ${width}`,
      opsets: [10],
      x: ramp(1, 2, 5, 4),
      nodes: [node('Resize', ['x', 'scales'], ['y'], s('mode', String(mode)))],
      initializers: [floats('scales', [4], [1, 1, Number(height), Number(width)])],
      reads: ['Resize'],
    }),
  ),
  {
    title: 'Resize with scales for some axes',
    opsets: [18, 19],
    x: ramp(1, 2, 5, 4),
    nodes: [node('Resize', ['x', '', 'scales'], ['y'], s('mode', 'linear'), is('axes', 2, 3))],
    initializers: [floats('scales', [2], [2, 1.5])],
    reads: ['Resize'],
  },
  {
    title: 'Resize with sizes for some axes',
    opsets: [18, 20],
    x: ramp(1, 2, 5, 4),
    nodes: [node('Resize', ['x', '', '', 'sizes'], ['y'], is('axes', -1, 2))],
    initializers: [int64s('sizes', 7, 3)],
    reads: ['Resize'],
  },
  {
    title: 'reductions with axes as an input',
    opsets: [18, 20],
    x: ramp(2, 3, 4),
    nodes: [
      node('ReduceMean', ['x', 'axes'], ['a'], i('keepdims', 1)),
      node('ReduceMax', ['a', 'last'], ['b'], i('keepdims', 0)),
      node('ReduceMin', ['b', ''], ['c'], i('noop_with_empty_axes', 1)),
      node('ReduceL2', ['c'], ['y']),
    ],
    initializers: [int64s('axes', 1), int64s('last', -1)],
    reads: ['ReduceMean', 'ReduceMax', 'Identity', 'ReduceL2'],
  },
  {
    title: 'attributes that say what opset 17 does anyway',
    opsets: [19, 21],
    x: ramp(1, 2, 4, 4),
    nodes: [
      node('AveragePool', ['x'], ['a'], is('kernel_shape', 2, 2), is('dilations', 1, 1)),
      node('Cast', ['a'], ['b'], i('to', 11), i('saturate', 1)),
      node('Cast', ['b'], ['y'], i('to', 1)),
    ],
    reads: ['AveragePool', 'Cast', 'Cast'],
  },
  {
    title: 'Gelu spelled out',
    opsets: [20],
    x: ramp(2, 3),
    nodes: [node('Gelu', ['x'], ['a']), node('Gelu', ['a'], ['y'], s('approximate', 'tanh'))],
    reads: [
      ...['Mul', 'Erf', 'Add', 'Mul', 'Mul'],
      ...['Mul', 'Mul', 'Mul', 'Add', 'Mul', 'Tanh', 'Add', 'Mul', 'Mul'],
    ],
  },
  {
    title: 'Mish spelled out',
    opsets: [18],
    x: ramp(2, 3),
    nodes: [node('Mish', ['x'], ['y'])],
    reads: ['Softplus', 'Tanh', 'Mul'],
  },
  {
    title: 'constants of every kind, and a second name for one',
    opsets: [12, 17, 21],
    x: ramp(2, 3),
    nodes: [
      node('Constant', [], ['float'], f('value_float', 2)),
      node('Constant', [], ['floats'], fs('value_floats', 1, 2, 3)),
      node('Constant', [], ['tensor'], t('value', floats('', [3], [4, 5, 6]))),
      node('Constant', [], ['ints'], is('value_ints', 3, 2)),
      node('Constant', [], ['int'], i('value_int', 1)),
      node('Identity', ['floats'], ['alias']),
      node('Mul', ['x', 'float'], ['a']),
      node('Add', ['a', 'alias'], ['b']),
      node('Div', ['b', 'tensor'], ['c']),
      node('Reshape', ['c', 'ints'], ['d']),
      node('Gather', ['d', 'int'], ['y']),
    ],
    reads: ['Mul', 'Add', 'Div', 'Reshape', 'Gather'],
  },
  {
    title: 'nodes that stand in the wrong order',
    opsets: [13],
    x: ramp(2, 3),
    nodes: [node('Add', ['a', 'b'], ['y']), node('Exp', ['a'], ['b']), node('Relu', ['x'], ['a'])],
    reads: ['Relu', 'Exp', 'Add'],
  },
  {
    title: 'an initializer and a constant that are outputs',
    opsets: [13],
    x: ramp(2),
    nodes: [
      node('Constant', [], ['z'], t('value', floats('', [1], [3]))),
      node('Identity', ['z'], ['w']),
      node('Add', ['x', 'w'], ['y']),
    ],
    reads: ['Identity', 'Add'],
    outputs: ['y', 'z', 'w'],
  },
];

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

test.each(cases.flatMap((each) => each.opsets.map((opset) => [each.title, opset, each] as const)))(
  '%s, opset %i: read, it gives what the file gives',
  async (_, opset, each) => {
    const bytes = bytesOf(each, opset);
    const expected = await runModel(bytes, { x: each.x });
    const graph = decodeModel(bytes);
    expect(operators(graph)).toEqual(each.reads);
    const results = await runGraph(graph, { x: each.x });
    expect(plain(results)).toEqual(closeTo(expected));
    for (const [name, type] of graph.outputs) {
      expect(type).toEqual({ type: expected[name].type, shape: expected[name].shape });
    }
  },
);

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
  ['GroupNormalization', 18, [node('GroupNormalization', ['x', 'x', 'x'], ['y'])]],
  ['antialias has no counterpart', 18, [node('Resize', ['x', '', 'x'], ['y'], i('antialias', 1))]],
  ['mode wrap', 19, [node('Pad', ['x', 'x'], ['y'], s('mode', 'wrap'))]],
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
