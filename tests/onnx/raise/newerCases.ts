import { attribute, floats, int64s, node } from '../../support/models/foreignModel.ts';
import { type Case, ramp } from './raiseCase.ts';

const { f, fs, i, is, s, t } = attribute;

const microsoft = (...given: Parameters<typeof node>) => ({ ...node(...given), domain: 'com.microsoft' });

/** Operators that ONNX Runtime's optimiser writes. */
export const microsoftCases: readonly Case[] = [
  {
    title: 'every Gelu of ONNX Runtime spelled out',
    opsets: [13, 17],
    x: ramp(2, 3),
    nodes: [
      microsoft('Gelu', ['x'], ['a']),
      microsoft('BiasGelu', ['a', 'bias'], ['b']),
      microsoft('FastGelu', ['b', 'bias'], ['c']),
      microsoft('FastGelu', ['c'], ['d']),
      microsoft('QuickGelu', ['d'], ['e'], f('alpha', 1.5)),
      microsoft('QuickGelu', ['e'], ['y'], f('alpha', 1)),
    ],
    initializers: [floats('bias', [3], [0.5, -1, 2])],
    reads: [
      ...['Mul', 'Erf', 'Add', 'Mul', 'Mul'],
      ...['Add', 'Mul', 'Erf', 'Add', 'Mul', 'Mul'],
      ...['Add', 'Mul', 'Mul', 'Mul', 'Add', 'Mul', 'Tanh', 'Add', 'Mul', 'Mul'],
      ...['Mul', 'Mul', 'Mul', 'Add', 'Mul', 'Tanh', 'Add', 'Mul', 'Mul'],
      ...['Mul', 'Sigmoid', 'Mul', 'Sigmoid', 'Mul'],
    ],
  },
  {
    title: 'convolutions with a sum and an activation in them',
    opsets: [13, 17],
    x: ramp(1, 2, 4, 4),
    nodes: [
      microsoft('FusedConv', ['x', 'w'], ['a'], s('activation', 'Relu'), is('pads', 1, 1, 1, 1)),
      microsoft('FusedConv', ['a', 'w', 'b', 'x'], ['c'], s('activation', 'Relu'), is('pads', 1, 1, 1, 1)),
      microsoft(
        'FusedConv',
        ['c', 'w', 'b'],
        ['y'],
        s('activation', 'LeakyRelu'),
        fs('activation_params', 0.1),
      ),
    ],
    initializers: [floats('w', [2, 2, 3, 3], [...ramp(2, 2, 3, 3).data]), floats('b', [2], [0.5, -0.5])],
    reads: ['Conv', 'Relu', 'Conv', 'Add', 'Relu', 'Conv', 'LeakyRelu'],
  },
];

const bigInts = (name: string, ...values: bigint[]) => ({
  ...int64s(name, ...values.map(() => 0)),
  int64Data: values,
});

/** Operators of newer opsets, constants, and the order of nodes. */
export const newerCases: readonly Case[] = [
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
  ...(
    [
      ['ReduceL1', 'Abs'],
      ['ReduceL2', 'Abs'],
      ['ReduceSumSquare', 'Mul'],
      ['ReduceLogSumExp', 'Identity'],
      ['ReduceProd', 'Identity'],
    ] as const
  ).map(
    ([op, read]): Case => ({
      title: `${op} over no axis`,
      opsets: [18, 20],
      x: ramp(2, 3, 4),
      nodes: [node(op, ['x'], ['y'], i('noop_with_empty_axes', 1))],
      reads: [read],
    }),
  ),
  {
    title: 'an end that is the largest integer, put together from parts',
    opsets: [13, 18],
    x: ramp(3, 5),
    nodes: [
      node('Concat', ['one', 'largest'], ['joined'], i('axis', 0)),
      node('Gather', ['joined', 'last'], ['end'], i('axis', 0)),
      node('Slice', ['x', 'one', 'end', 'one'], ['y']),
    ],
    initializers: [int64s('one', 1), bigInts('largest', 2n ** 63n - 1n), int64s('last', 1)],
    reads: ['Slice'],
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
    title: 'group normalisation with a scale for each group',
    opsets: [18, 20],
    x: ramp(2, 4, 3, 2),
    nodes: [
      node('GroupNormalization', ['x', 'scale', 'bias'], ['y'], i('num_groups', 2), f('epsilon', 0.01)),
    ],
    initializers: [floats('scale', [2], [1, 2]), floats('bias', [2], [0, 1])],
    reads: ['Reshape', 'InstanceNormalization', 'Reshape'],
  },
  {
    title: 'group normalisation with a scale for each channel',
    opsets: [21],
    x: ramp(2, 4, 3, 2),
    nodes: [node('GroupNormalization', ['x', 'scale', 'bias'], ['y'], i('num_groups', 2))],
    initializers: [floats('scale', [4], [1, 2, 3, 4]), floats('bias', [4], [0, 1, -1, 2])],
    reads: [
      ...['Expand', 'Expand', 'Reshape', 'InstanceNormalization', 'Reshape'],
      ...['Reshape', 'Reshape', 'Mul', 'Add'],
    ],
  },
  ...[
    { pads: [0, 1, 2, 0, 2, 1], axes: [], reads: ['Gather', 'Gather'] },
    { pads: [3, -1], axes: [-1], reads: ['Gather'] },
    { pads: [0, 0, 0, 0, 0, 0], axes: [], reads: ['Identity'] },
  ].map(
    ({ pads, axes, reads }): Case => ({
      title: `what wraps round, by [${pads}]`,
      opsets: [19, 21],
      x: ramp(2, 3, 4),
      nodes: [node('Pad', ['x', 'pads', ...(axes.length > 0 ? ['', 'axes'] : [])], ['y'], s('mode', 'wrap'))],
      initializers: [int64s('pads', ...pads), int64s('axes', ...axes)],
      reads,
    }),
  ),
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
