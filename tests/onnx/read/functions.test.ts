import { AttributeProto_AttributeType as Kind } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import {
  attribute,
  type FunctionProto,
  floats,
  foreignModel,
  int64s,
  node,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';

const { f, g, i, ref, t } = attribute;
const DOMAIN = 'my.functions';
const call = (...parts: Parameters<typeof node>) => ({ ...node(...parts), domain: DOMAIN });

const functionOf = (name: string, parts: FunctionProto): FunctionProto => ({
  name,
  domain: DOMAIN,
  input: ['x'],
  output: ['y'],
  opsetImport: [
    { domain: '', version: 17n },
    { domain: DOMAIN, version: 1n },
  ],
  ...parts,
});

const modelOf = (
  functions: FunctionProto[],
  nodes: ReturnType<typeof node>[],
  more: Partial<Parameters<typeof foreignModel>[0]> = {},
) =>
  foreignModel({
    opset: 17,
    ir: 8,
    functions,
    nodes,
    inputs: [valueInfo('x', [2, 3])],
    outputs: [valueInfo('y', [2, 3])],
    ...more,
  });

const x = float32([2, 3], [-2, -1, -0.5, 0.5, 1, 2]);

/** Leaky, with an attribute of the call, and what is called `h` inside. */
const leaky = functionOf('Leaky', {
  attribute: ['slope'],
  node: [node('LeakyRelu', ['x'], ['h'], ref('alpha', 'slope', Kind.FLOAT)), node('Neg', ['h'], ['y'])],
});
/** Calls the other one twice, and hands its attribute on under another name. */
const twice = functionOf('Twice', {
  attribute: ['steepness'],
  node: [
    call('Leaky', ['x'], ['h'], ref('slope', 'steepness', Kind.FLOAT)),
    call('Leaky', ['h'], ['y'], f('slope', 0.5)),
  ],
});
const clipped = functionOf('Clipped', {
  input: ['x', 'low', 'high'],
  node: [node('Clip', ['x', 'low', 'high'], ['y'])],
});
const split = functionOf('Halves', {
  output: ['y', 'z'],
  node: [node('Mul', ['x', 'x'], ['y']), node('Neg', ['x'], ['z'])],
});
const bound = floats('bound', [], [0.75]);

describe('functions in a file', () => {
  test.each([
    ['with an attribute of the call', [call('Leaky', ['x'], ['y'], f('slope', 0.25))], ['LeakyRelu', 'Neg']],
    ['whose attribute is absent', [call('Leaky', ['x'], ['y'])], ['LeakyRelu', 'Neg']],
    [
      'within each other',
      [call('Twice', ['x'], ['y'], f('steepness', 0.3))],
      ['LeakyRelu', 'Neg', 'LeakyRelu', 'Neg'],
    ],
    [
      'whose values have names of others',
      [call('Leaky', ['x'], ['h']), call('Leaky', ['h'], ['z']), node('Add', ['h', 'z'], ['y'])],
      ['LeakyRelu', 'Neg', 'LeakyRelu', 'Neg', 'Add'],
    ],
    ['without an input', [call('Clipped', ['x', '', 'bound'], ['y'])], ['Clip']],
    ['without the last input', [call('Clipped', ['x', 'bound'], ['y'])], ['Clip']],
    ['without an output', [call('Halves', ['x'], ['', 'y'])], ['Neg']],
  ])('%s give what ONNX Runtime gives', async (_, nodes, operators) => {
    const bytes = modelOf([leaky, twice, clipped, split], nodes, { initializers: [bound] });
    const graph = decodeModel(bytes);
    expect(graph.nodes.map(({ op }) => op)).toEqual(operators);
    expect(await runGraph(graph, { x })).toEqual(await runModel(bytes, { x }));
  });

  test('have the default of an attribute', async () => {
    const stated: FunctionProto = functionOf('Leaky', {
      attributeProto: [f('slope', 0.125)],
      node: [node('LeakyRelu', ['x'], ['y'], ref('alpha', 'slope', Kind.FLOAT))],
    });
    const bytes = modelOf([stated], [call('Leaky', ['x'], ['y'])], { ir: 9 });
    expect(await runGraph(decodeModel(bytes), { x })).toEqual(await runModel(bytes, { x }));
  });

  test('are read by the opset that they are written in', () => {
    const old = functionOf('Old', {
      opsetImport: [{ domain: '', version: 12n }],
      node: [node('Squeeze', ['x'], ['s'], attribute.is('axes', 0)), node('Relu', ['s'], ['y'])],
    });
    const io = { inputs: [valueInfo('x', [1, 3])], outputs: [valueInfo('y', [3])] };
    const graph = decodeModel(modelOf([old], [call('Old', ['x'], ['y'])], io));
    expect(graph.outputs.get('y')?.shape).toEqual([3]);
  });

  test.each([
    [
      "'y/Again': function 'Again' calls itself",
      [functionOf('Again', { node: [call('Again', ['x'], ['y'])] })],
      'Again',
    ],
    [
      'functions make this graph larger than can be read',
      Array.from({ length: 40 }, (_, index) =>
        functionOf(`F${index}`, {
          node:
            index === 39
              ? [node('Relu', ['x'], ['y'])]
              : [call(`F${index + 1}`, ['x'], ['h']), call(`F${index + 1}`, ['h'], ['y'])],
        }),
      ),
      'F0',
    ],
    [
      'functions are nested deeper than 50',
      Array.from({ length: 60 }, (_, index) =>
        functionOf(`F${index}`, {
          node: [index === 59 ? node('Relu', ['x'], ['y']) : call(`F${index + 1}`, ['x'], ['y'])],
        }),
      ),
      'F0',
    ],
    [
      "Relu 'y/Relu': nothing makes its input 'y/outer'",
      [functionOf('Reader', { node: [node('Relu', ['outer'], ['y'])] })],
      'Reader',
    ],
  ])('are refused: %s', (message, functions, name) => {
    const bytes = modelOf(functions, [node('Neg', ['x'], ['outer']), call(name, ['x'], ['y'])]);
    expect(() => decodeModel(bytes)).toThrow(message);
  });
});

describe('an If', () => {
  const branch = (op: string) => ({
    name: op,
    node: [node(op, ['x'], ['inner'])],
    output: [valueInfo('inner', [2, 3])],
  });
  const choice = (condition: string, ...output: string[]) =>
    node('If', [condition], output, g('then_branch', branch('Neg')), g('else_branch', branch('Abs')));
  const truth = (value: number) => ({ name: 'c', dataType: 9, dims: [], int32Data: [value] });

  test.each([
    ['a constant that holds', [choice('c', 'y')], [truth(1)], ['Neg']],
    ['a constant that does not', [choice('c', 'y')], [truth(0)], ['Abs']],
    ['a negated constant', [node('Not', ['c'], ['n']), choice('n', 'y')], [truth(0)], ['Neg']],
    [
      'a size',
      [
        node('Shape', ['x'], ['shape']),
        node('Gather', ['shape', 'one'], ['width'], i('axis', 0)),
        node('Equal', ['width', 'three'], ['c']),
        choice('c', 'h'),
        node('Relu', ['h'], ['y']),
      ],
      [
        { ...int64s('one', 1), dims: [] },
        { ...int64s('three', 3), dims: [] },
      ],
      ['Neg', 'Relu'],
    ],
  ])('of %s is the branch that runs', async (_, nodes, initializers, operators) => {
    const bytes = modelOf([], nodes, { initializers });
    const graph = decodeModel(bytes);
    expect(graph.nodes.map(({ op }) => op).filter((op) => op !== 'Identity')).toEqual(operators);
    expect(await runGraph(graph, { x })).toEqual(await runModel(bytes, { x }));
  });

  test('within a function and within another sees the values around it; what would not run is not looked at', async () => {
    const wrong = {
      name: 'wrong',
      node: [node('Squeeze', ['a', 'two'], ['inner'])],
      output: [valueInfo('inner', undefined)],
    };
    const right = {
      name: 'right',
      initializer: [floats('b', [], [3])],
      node: [node('Mul', ['a', 'b'], ['inner'])],
      output: [valueInfo('inner', undefined)],
    };
    const outer = {
      name: 'outer',
      node: [
        node('Constant', [], ['c'], t('value', { dataType: 9, dims: [], int32Data: [1] })),
        node('If', ['c'], ['inner'], g('then_branch', right), g('else_branch', wrong)),
      ],
      output: [valueInfo('inner', undefined)],
    };
    const chooser = functionOf('Chooser', {
      node: [
        node('Exp', ['x'], ['a']),
        node('Constant', [], ['two'], t('value', int64s('', 0))),
        node('Constant', [], ['no'], t('value', { dataType: 9, dims: [], int32Data: [0] })),
        node('If', ['no'], ['y'], g('then_branch', wrong), g('else_branch', outer)),
      ],
    });
    const bytes = modelOf([chooser], [node('Abs', ['x'], ['a']), call('Chooser', ['a'], ['y'])]);
    // ONNX Runtime looks at the branch that does not run, too.
    const plain = [node('Abs', ['x'], ['a']), node('Exp', ['a'], ['b']), node('Mul', ['b', 'three'], ['y'])];
    const same = modelOf([], plain, { initializers: [floats('three', [], [3])] });
    expect(await runGraph(decodeModel(bytes), { x })).toEqual(await runModel(same, { x }));
  });

  test('of a value that is known only when the model runs is named', () => {
    const nodes = [
      node('ReduceMax', ['x'], ['m'], i('keepdims', 0)),
      node('Cast', ['m'], ['c'], i('to', 9)),
      { ...choice('c', 'y'), name: 'fork' },
    ];
    expect(() => decodeModel(modelOf([], nodes))).toThrow(
      "If 'fork' of opset 17: its condition 'c' is known only when the model runs",
    );
  });
});

test('outputs of nodes that cannot be read are left out where there are others', async () => {
  const bytes = modelOf(
    [],
    [
      node('Relu', ['x'], ['y']),
      node('ArgMax', ['y'], ['place'], i('axis', 1)),
      { ...node('LabelEncoder', ['place'], ['label']), domain: 'ai.onnx.ml' },
      node('Gather', ['texts', 'place'], ['text']),
      node('Loop', ['', '', 'y'], ['looped']),
      node('Neg', ['looped'], ['changed']),
    ],
    {
      initializers: [{ name: 'texts', dataType: 8, dims: [1n], stringData: [new Uint8Array([97])] }],
      outputs: [
        valueInfo('label', [2]),
        valueInfo('text', [2], 8),
        valueInfo('changed', [2, 3]),
        { name: 'looped', type: { value: { case: 'sequenceType', value: {} } } },
        valueInfo('y', [2, 3]),
      ],
    },
  );
  const graph = decodeModel(bytes);
  expect([...graph.outputs.keys()]).toEqual(['y']);
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Relu']);
});
