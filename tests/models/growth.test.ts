import { describe, expect, it } from 'vitest';
import { classMapping } from '#passband/models/classes/classMapping.ts';
import { classNamesOrNote } from '#passband/models/classes/classNames.ts';
import { mapLabels } from '#passband/models/classes/mapLabels.ts';
import { outputWithClasses } from '#passband/models/classOutputs.ts';
import { examineModel } from '#passband/models/examineModel.ts';
import { likelyConventions } from '#passband/models/normalisation/likelyConventions.ts';
import { type Preflight, preflight } from '#passband/models/preflight/preflight.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { findLogits } from '#passband/networks/classifier/findLogits.ts';
import { standardNode } from '#passband/onnx/graph/standardNode.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { modelFile } from '#passband/onnx/read/modelFile.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { inputGradientGraph } from '#passband/runtime/inputGradientGraph.ts';
import {
  attribute,
  type ForeignModel,
  floats,
  foreignModel,
  node,
  valueInfo,
} from '../support/models/foreignModel.ts';
import { workOf } from '../support/workOf.ts';

const range = <T>(count: number, each: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => each(at));

/** `count` nodes in a row, from `x` to `end`. */
const chain = (op: string, count: number, { others = [] as string[], from = 'x', end = 'h' } = {}) =>
  range(count, (at) =>
    node(op, [at === 0 ? from : `${op}${at}`, ...others], [at === count - 1 ? end : `${op}${at + 1}`]),
  );

const head = [node('GlobalAveragePool', ['h'], ['p']), node('Flatten', ['p'], ['y'])];

const classifier = (nodes: ForeignModel['nodes'], more: Partial<ForeignModel> = {}) =>
  foreignModel({
    ...{
      opset: 17,
      ir: 8,
      nodes,
      inputs: [valueInfo('x', ['N', 3, 6, 6])],
      outputs: [valueInfo('y', ['N', 3])],
    },
    ...more,
  });

const files: Readonly<Record<string, (count: number) => Uint8Array>> = {
  'nodes in a row': (count) => classifier([...chain('Relu', count), ...head]),
  'nodes in a row, the last one first': (count) => classifier([...chain('Relu', count), ...head].reverse()),
  'nodes side by side': (count) =>
    classifier([
      ...range(count, (at) => node('Relu', ['x'], [`r${at}`])),
      node(
        'Sum',
        range(count, (at) => `r${at}`),
        ['h'],
      ),
      ...head,
    ]),
  'nodes that normalise': (count) =>
    classifier([...chain('Add', count, { others: ['c'] }), ...head], {
      initializers: [floats('c', [], [1])],
    }),
  'nodes that pass pixels on': (count) => classifier([...chain('Identity', count), ...head]),
  'nodes behind the logits': (count) =>
    classifier([
      node('GlobalAveragePool', ['x'], ['p']),
      node('Flatten', ['p'], ['f']),
      ...chain('Identity', count, { from: 'f', end: 'y' }),
    ]),
  'operators without a gradient': (count) => classifier([...chain('Hardmax', count), ...head]),
  'operators that only ONNX Runtime knows': (count) => classifier([...chain('Shrink', count), ...head]),
  'operators that nobody knows': (count) =>
    classifier(
      [...chain('Foo', count), ...head].map((each, at) =>
        at < count ? { ...each, opType: `Foo${at}` } : each,
      ),
    ),
  'operators that nobody knows, whose results the file states': (count) =>
    classifier(
      [...chain('Foo', count), ...head].map((each, at) =>
        at < count ? { ...each, opType: `Foo${at}` } : each,
      ),
      {
        values: [
          ...range(count, (at) => valueInfo(`Foo${at}`, ['N', 3, 6, 6])),
          valueInfo('h', ['N', 3, 6, 6]),
        ],
      },
    ),
  'operators of a foreign domain': (count) =>
    classifier(
      [...chain('Foo', count), ...head].map((each, at) => (at < count ? { ...each, domain: 'far' } : each)),
    ),
  'outputs of scores': (count) =>
    classifier(
      [...chain('Identity', 1), ...head, ...range(count, (at) => node('Softmax', ['y'], [`o${at}`]))],
      {
        outputs: [valueInfo('y', ['N', 3]), ...range(count, (at) => valueInfo(`o${at}`, ['N', 3]))],
      },
    ),
  'outputs of an image without a batch': (count) =>
    classifier(
      [node('GlobalAveragePool', ['x'], ['p']), ...range(count, (at) => node('Flatten', ['p'], [`o${at}`]))],
      {
        inputs: [valueInfo('x', [3, 6, 6])],
        outputs: range(count, (at) => valueInfo(`o${at}`, [3])),
      },
    ),
  initializers: (count) =>
    classifier(
      [
        ...range(count, (at) => node('Add', [at === 0 ? 'x' : `a${at}`, `c${at}`], [`a${at + 1}`])),
        node('Relu', [`a${count}`], ['h']),
        ...head,
      ],
      {
        initializers: range(count, (at) => floats(`c${at}`, [], [at])),
      },
    ),
  constants: (count) =>
    classifier([
      ...range(count, (at) => node('Constant', [], [`c${at}`], attribute.f('value_float', at))),
      node('Sum', ['x', ...range(count, (at) => `c${at}`)], ['h']),
      ...head,
    ]),
  inputs: (count) =>
    classifier([...chain('Relu', 1), ...head], {
      inputs: range(count, (at) => valueInfo(at === 0 ? 'x' : `x${at}`, ['N', 3, 6, 6])),
    }),
  'inputs of one node': (count) =>
    classifier([node('Sum', new Array<string>(count).fill('x'), ['h']), ...head]),
  'attributes of one node': (count) =>
    classifier([node('Relu', ['x'], ['h'], ...range(count, (at) => attribute.i(`a${at}`, at))), ...head]),
  'entries of metadata': (count) =>
    classifier([...chain('Relu', 1), ...head], {
      metadata: Object.fromEntries(range(count, (at) => [`key ${at}`, 'text'])),
    }),
  'names of classes': (count) =>
    classifier([...chain('Relu', 1), ...head], {
      metadata: { names: `{${range(count, (at) => `${at}: 'class ${at}'`)}}` },
    }),
  'parts of a Split': (count) =>
    classifier(
      [
        node(
          'Split',
          ['x'],
          range(count, (at) => `s${at}`),
          attribute.i('axis', 3),
        ),
        node(
          'Concat',
          range(count, (at) => `s${at}`),
          ['h'],
          attribute.i('axis', 3),
        ),
        ...head,
      ],
      { inputs: [valueInfo('x', ['N', 3, 1, count])] },
    ),
  functions: (count) =>
    classifier(
      [
        ...range(count, (at) => ({
          ...node(`F${at}`, [at === 0 ? 'x' : `f${at}`], [`f${at + 1}`]),
          domain: 'own',
        })),
        node('Relu', [`f${count}`], ['h']),
        ...head,
      ],
      {
        functions: range(count, (at) => ({
          ...{
            name: `F${at}`,
            domain: 'own',
            input: ['a'],
            output: ['b'],
            node: [node('Relu', ['a'], ['b'])],
          },
          opsetImport: [{ domain: '', version: 17n }],
        })),
      },
    ),
};

function look(bytes: Uint8Array): Preflight {
  const file = modelFile(bytes, {
    path: 'model.onnx',
    readExternal() {
      throw new Error('there are no other files');
    },
  });
  const found = preflight(file);
  outputWithClasses(file, 3);
  const examined = examineModel(file);
  if ('image' in examined) {
    const { graph, image, classes, preflight: checked } = examined;
    likelyConventions(graph, {
      image,
      layout: 'NCHW',
      classes: classes.names.length,
      inner: checked.innerNormalisation,
    });
  }
  return found;
}

/** Of four times as much; sorting takes a little more than four times as long. */
const LINEAR = 4.8;

describe('what is done with a file before it runs grows as does the number of its', () => {
  it.each(Object.entries(files))('%s', (_, bytesOf) => {
    const [few, many] = [100, 400].map((count) => {
      const bytes = bytesOf(count);
      return workOf(() => look(bytes));
    });
    expect(many / few).toBeLessThan(LINEAR);
  });
});

describe('what is done to run a file grows as does the number of its', () => {
  const convolution = node('Conv', ['x', 'w'], ['c']);
  const initializers = [floats('w', [8, 3, 1, 1], new Array<number>(24).fill(1))];
  const cases: Readonly<Record<string, (count: number) => ForeignModel['nodes']>> = {
    'nodes in a row': (count) => chain('Relu', count, { from: 'c' }),
    'inputs of one node': (count) => [node('Add', new Array<string>(count).fill('c'), ['h'])],
    convolutions: (count) => [
      ...range(count, (at) => node('Conv', ['x', 'w'], [`c${at + 1}`])),
      node('Sum', ['c', ...range(count, (at) => `c${at + 1}`)], ['h']),
    ],
  };

  it.each(Object.entries(cases))('%s', (_, nodesOf) => {
    const [few, many] = [40, 160].map((count) => {
      const outputs = [valueInfo('y', ['N', 8])];
      const file = decodeModel(
        classifier([convolution, ...nodesOf(count), ...head], { initializers, outputs }),
      );
      return workOf(() => {
        const graph = classifierGraph(file, plainConvention);
        encodeModel(inputGradientGraph(graph, { images: 2, block: 8 }));
      });
    });
    expect(many / few).toBeLessThan(LINEAR);
  });
});

describe('what is done to match the names of classes grows as does their number', () => {
  /** Names that are all the same but for what is no letter. */
  const alike = (count: number) =>
    range(count, (at) => [...at.toString(2)].map((bit) => (bit === '0' ? '+' : '-')).join(''));
  const named = (count: number) => range(count, (at) => `class ${at}`);

  it.each<
    [
      string,
      (count: number) => { readonly data: string[]; readonly options: Parameters<typeof classMapping>[1] },
    ]
  >([
    [
      'in another order',
      (count) => ({ data: named(count).reverse(), options: { count, names: named(count) } }),
    ],
    [
      'of which few are the data’s',
      (count) => ({ data: named(count / 4), options: { count, names: named(count) } }),
    ],
    ['all alike', (count) => ({ data: alike(count), options: { count, names: alike(count) } })],
    [
      'as a file says',
      (count) => ({
        data: named(count),
        options: { count, map: Object.fromEntries(named(count).map((name, at) => [name, count - 1 - at])) },
      }),
    ],
    [
      'of which pairs are one',
      (count) => ({
        data: named(count / 2),
        options: {
          count,
          map: Object.fromEntries(named(count / 2).map((name, at) => [name, [2 * at, 2 * at + 1]])),
        },
      }),
    ],
  ])('%s', (_, caseOf) => {
    const [few, many] = [100, 400].map((count) => {
      const { data, options } = caseOf(count);
      const test = { labels: Int32Array.of(0), count: 1 };
      return workOf(() => mapLabels({ test } as never, classMapping(data, options)));
    });
    expect(many / few).toBeLessThan(LINEAR);
  });

  it.each([
    ['a list that is not closed', (count: number) => `['a', ${"'b', ".repeat(count)}`],
    ['lists in lists', (count: number) => `${'['.repeat(count)}${']'.repeat(count)}`],
    ['objects in objects', (count: number) => `${'{"names": '.repeat(count)}["a", "b"]${'}'.repeat(count)}`],
    ['pairs in pairs', (count: number) => `[${'["a", '.repeat(count)}"b"${']'.repeat(count)}, "c"]`],
  ])('%s are no names', (_, textOf) => {
    expect(classNamesOrNote({ names: textOf(100_000) })).toEqual({
      classNames: null,
      classNote: ["the model's metadata 'names' cannot be read as class names"],
    });
  });
});

it('a hundred thousand nodes between the logits and the output are passed', () => {
  const type = { type: 'float32', shape: ['N', 3] } as const;
  const names = range(100_001, (at) => `v${at}`);
  const graph = {
    ...{ name: 'long', inputs: new Map([['v0', type]]), outputs: new Map([['v100000', type]]) },
    ...{ initializers: new Map(), types: new Map(names.map((name) => [name, type])), metadata: {} },
    nodes: names.slice(1).map((name, at) => standardNode('Identity', { name, inputs: [`v${at}`] })),
  };
  expect(findLogits(graph).source).toBe('v0');
});

it('outputs of which more than 32 could be the classes are not told apart', () => {
  const outputs = range(33, (at) => `o${at}`);
  const graph = decodeModel(
    classifier([...chain('Relu', 1), ...head, ...outputs.map((name) => node('Softmax', ['y'], [name]))], {
      outputs: outputs.map((name) => valueInfo(name, ['N', 3])),
    }),
  );
  expect(() => findLogits(graph)).toThrow('several outputs could be the classes');
  expect(findLogits(graph, { output: 'o7' }).source).toBe('y');
});
