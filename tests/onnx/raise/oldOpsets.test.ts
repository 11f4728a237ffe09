import { expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import { type Node, ramp } from './raiseCase.ts';

const { f, i, is, s } = attribute;
const x = ramp(2, 3, 4, 2);
const initializers = [
  floats('channels', [3], [0.5, -1, 2]),
  floats('rows', [3, 4], [...ramp(3, 4).data]),
  floats('last', [2], [3, -2]),
  floats('variance', [3], [1, 2, 3]),
  floats('one', [1], [0.3]),
];
const bytesOf = (
  opset: number,
  nodes: Node[],
  more: typeof initializers | ReturnType<typeof int64s>[] = [],
) =>
  foreignModel({
    opset,
    nodes,
    inputs: [valueInfo('x', [2, 3, 4, 2])],
    outputs: [valueInfo('y', undefined)],
    initializers: [...initializers, ...more],
  });

/** Nodes of old files, which ONNX Runtime does not run, and what they mean in those that it runs. */
test.each<[string, Node[], Node[]]>([
  [
    'numbers for each channel',
    [node('Add', ['x', 'channels'], ['y'], i('broadcast', 1), i('axis', 1))],
    [node('Unsqueeze', ['channels', 'behind'], ['c']), node('Add', ['x', 'c'], ['y'])],
  ],
  [
    'numbers for each channel and row',
    [node('Mul', ['x', 'rows'], ['y'], i('broadcast', 1), i('axis', 1), is('consumed_inputs', 0, 0))],
    [node('Unsqueeze', ['rows', 'last_axis'], ['c']), node('Mul', ['x', 'c'], ['y'])],
  ],
  [
    'numbers along the last axis',
    [node('Div', ['x', 'last'], ['y'], i('broadcast', 1))],
    [node('Div', ['x', 'last'], ['y'])],
  ],
  ['the same shape', [node('Sub', ['x', 'x'], ['y'])], [node('Sub', ['x', 'x'], ['y'])]],
  [
    'a slope for each channel',
    [node('PRelu', ['x', 'channels'], ['y'])],
    [node('Unsqueeze', ['channels', 'behind'], ['c']), node('PRelu', ['x', 'c'], ['y'])],
  ],
  ['one slope', [node('PRelu', ['x', 'one'], ['y'])], [node('PRelu', ['x', 'one'], ['y'])]],
  [
    'batch normalisation and dropout of a trained model',
    [
      node(
        'BatchNormalization',
        ['x', 'channels', 'channels', 'channels', 'variance'],
        ['n'],
        i('is_test', 1),
        is('consumed_inputs', 0, 0, 0, 1, 1),
      ),
      node('Dropout', ['n'], ['y'], i('is_test', 1), f('ratio', 0.4)),
    ],
    [node('BatchNormalization', ['x', 'channels', 'channels', 'channels', 'variance'], ['y'])],
  ],
])('%s: a file of opset 6 gives what it means', async (_, old, meant) => {
  const axes = [int64s('behind', 1, 2), int64s('last_axis', 2)];
  const { y } = await runGraph(decodeModel(bytesOf(6, old)), { x });
  expect(y).toEqual((await runModel(bytesOf(13, meant, axes), { x })).y);
});

test('a Cast of opset 5 names its type', async () => {
  const old = bytesOf(5, [
    node('Cast', ['x'], ['a'], s('to', 'DOUBLE')),
    node('Cast', ['a'], ['y'], s('to', 'FLOAT')),
  ]);
  expect((await runGraph(decodeModel(old), { x })).y).toEqual(x);
});
