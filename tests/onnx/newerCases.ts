import { attribute, floats, int64s, node } from './foreignModel.ts';
import { type Case, ramp } from './raiseCase.ts';

const { f, fs, i, is, s, t } = attribute;

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
