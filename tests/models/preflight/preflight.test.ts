import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TensorProto_DataType as Code } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { type Preflight, preflight, preflightSchema } from '#passband/models/preflight/preflight.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  valueInfo,
  whole,
} from '../../support/models/foreignModel.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { sharedPath } from '../../support/shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-preflight-'));

function look(bytes: Uint8Array, options = {}): Preflight {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, bytes);
  const found = preflight(readModelFile(path), options);
  expect(preflightSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  return found;
}

const images = [valueInfo('x', ['n', 3, 6, 6])];
const scores = [valueInfo('y', ['n', 3])];
const pooled = [node('GlobalAveragePool', ['h'], ['p']), node('Flatten', ['p'], ['y'])];

describe('a look at a model before it runs', () => {
  it('says what is in the file', () => {
    const bytes = tinyModel({ end: [node('Softmax', ['z'], ['y'])], batch: 2 });
    expect(look(bytes)).toMatchObject({
      bytes: bytes.length,
      opset: 13,
      ir: 7,
      input: { name: 'pixels', type: 'float32', shape: [2, 3, 6, 6], layout: 'NCHW' },
      batch: 2,
      output: { name: 'y', shape: [2, 4], kind: 'softmax', classes: 4 },
      classNames: null,
      weights: { float32: 5 * 27 + 5 + 20, int64: 7 },
      operators: { Identity: 2, Conv: 1, Relu: 1, Softmax: 1 },
      problems: [],
      notes: ['the output is a softmax; the logits before it are used'],
    });
  });

  it.each([
    ['QuantizeLinear', 'n', null, ['one place']],
    ['DynamicQuantizeLinear', 'n', 1, ['one place', 'runs one image at a time']],
    ['DynamicQuantizeLinear', 4, 4, ['one place', 'an answer depends on the other images']],
  ] as const)('says what follows from %s with a batch of %s', (op, given, batch, notes) => {
    const quantise =
      op === 'QuantizeLinear'
        ? [node(op, ['x', 's', 'z'], ['q'])]
        : [node(op, ['x'], ['q', 'scale', 'zero'])];
    const parameters = op === 'QuantizeLinear' ? ['s', 'z'] : ['scale', 'zero'];
    const bytes = foreignModel({
      opset: 13,
      nodes: [...quantise, node('DequantizeLinear', ['q', ...parameters], ['h']), ...pooled],
      inputs: [valueInfo('x', [given, 3, 6, 6])],
      outputs: [valueInfo('y', [given, 3])],
      initializers: [floats('s', [], [0.01]), whole('z', [], Code.UINT8, [128])],
    });
    const found = look(bytes);
    expect(found).toMatchObject({ quantisers: 1, batch, problems: [] });
    expect(found.notes).toEqual(notes.map((note) => expect.stringContaining(note)));
  });

  it.each([
    [{ layout: 'NHWC' as const }, 'NHWC', 'float32'],
    [{ channels: 1 }, 'NCHW', 'float32'],
    [{ half: true }, 'NCHW', 'float16'],
    [{ inputType: Code.UINT8 }, 'NCHW', 'uint8'],
  ])('knows the input of %j', (model, layout, type) => {
    const found = look(tinyModel(model));
    expect(found.input).toMatchObject({ layout, type });
    expect(found.problems).toEqual([]);
  });

  it('says of class names in the metadata that they cannot be read', () => {
    const found = look(tinyModel({ metadata: { classes: 'cat and dog' } }));
    expect(found).toMatchObject({ classNames: null, problems: [] });
    expect(found.notes).toEqual(["the model's metadata 'classes' cannot be read as class names"]);
  });

  it('names every node that stops it, by reason', () => {
    const bytes = foreignModel({
      opset: 13,
      nodes: [
        { ...node('Scan', ['x'], ['a']), name: 'choice' },
        { ...node('Loop', ['x'], ['b']), name: 'again' },
        ...Array.from({ length: 7 }, (_, index) => ({
          ...node('Foo', ['x'], [`f${index}`]),
          domain: 'elsewhere',
        })),
      ],
      inputs: images,
      outputs: scores,
    });
    expect(look(bytes).problems).toEqual([
      { stops: 'everything', message: "control flow (Scan) is not supported: node 'choice'" },
      { stops: 'everything', message: "control flow (Loop) is not supported: node 'again'" },
      {
        stops: 'everything',
        message:
          "operators of domain 'elsewhere' (Foo) are not supported: nodes 'f0', 'f1', 'f2', 'f3', 'f4' and 2 more",
      },
    ]);
  });

  it('stops at an operator that ONNX does not have, whatever the file states of its types', () => {
    const found = look(tinyModel({ end: [{ ...node('Foo', ['z'], ['y']), name: 'my_foo' }] }));
    expect(found.problems[0]).toEqual({
      stops: 'everything',
      message: "ONNX has no operator Foo: node 'my_foo'",
    });
  });

  it('lets a model without gradients be measured, and names the nodes', () => {
    const bytes = foreignModel({
      opset: 13,
      nodes: [
        node('Hardmax', ['x'], ['unused']),
        { ...node('Hardmax', ['x'], ['h']), name: 'culprit' },
        ...pooled,
      ],
      inputs: images,
      outputs: scores,
    });
    expect(look(bytes).problems).toEqual([
      { stops: 'gradients', message: "operator 'Hardmax' has no gradient rule: node 'culprit'" },
    ]);
  });

  it.each<[string, Uint8Array]>([
    [
      "a classifier must have one input, the images; this model has 'x', 'more'",
      foreignModel({
        opset: 13,
        nodes: [node('Add', ['x', 'more'], ['h']), ...pooled],
        inputs: [...images, valueInfo('more', ['n', 3, 6, 6])],
        outputs: scores,
      }),
    ],
    [
      "input 'x' must be images [N, c, h, w], got [n, 3, 6, 6, 6]",
      foreignModel({
        opset: 13,
        nodes: [node('Relu', ['x'], ['h']), ...pooled],
        inputs: [valueInfo('x', ['n', 3, 6, 6, 6])],
        outputs: scores,
      }),
    ],
    [
      "Expand 'h' makes [1, 3, 65536, 65536], 12884901888 elements, more than 134217728",
      foreignModel({
        opset: 13,
        nodes: [
          node('GlobalAveragePool', ['x'], ['small']),
          node('Expand', ['small', 'sizes'], ['h']),
          ...pooled,
        ],
        inputs: [valueInfo('x', [1, 3, 6, 6])],
        outputs: [valueInfo('y', [1, 3])],
        initializers: [int64s('sizes', 1, 3, 65536, 65536)],
      }),
    ],
  ])('says what stops it: %s', (message, bytes) => {
    const stopping = look(bytes).problems.filter(({ stops }) => stops === 'everything');
    expect(stopping.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  it.each<[string, Uint8Array]>([
    [
      "NonZero 'h': this operator is not supported",
      foreignModel({
        opset: 13,
        nodes: [node('NonZero', ['x'], ['h']), node('Cast', ['h'], ['y'], attribute.i('to', 1))],
        inputs: images,
        outputs: scores,
      }),
    ],
    [
      "input 'x' is uint8 and Add 'm' works on it",
      foreignModel({
        opset: 13,
        nodes: [node('Add', ['x', 'x'], ['m']), node('Cast', ['m'], ['h'], attribute.i('to', 1)), ...pooled],
        inputs: [valueInfo('x', ['n', 3, 6, 6], Code.UINT8)],
        outputs: scores,
      }),
    ],
  ])('leaves to ONNX Runtime what it does not understand: %s', (message, bytes) => {
    const { problems, blackBox, input, output } = look(bytes);
    expect(problems).toEqual([
      {
        stops: 'gradients',
        message: `${blackBox}, so ONNX Runtime runs the file as it is; gradient attacks, kernels, batch statistics and smoothing are left out`,
      },
    ]);
    expect(blackBox).toContain(message);
    expect([input?.name, output?.classes]).toEqual(['x', 3]);
  });

  it('waits for the images where the model leaves their size open', () => {
    const bytes = tinyModel({ size: 'side' });
    expect(look(bytes)).toMatchObject({
      problems: [],
      input: { shape: ['batch', 3, 'pixels:2', 'pixels:3'] },
    });
    expect(look(bytes, { image: [3, 2, 2] }).problems).toEqual([
      { stops: 'everything', message: expect.stringContaining('a window of 3 does not fit into 2') },
    ]);
  });

  it('says what was not checked where the size is open, and names the operators without a rule all the same', () => {
    const open = [valueInfo('x', ['n', 3, 'h', 'w'])];
    const bytes = (op: string) =>
      foreignModel({
        opset: 13,
        nodes: [node(op, ['x'], ['h']), ...pooled],
        inputs: open,
        outputs: scores,
      });
    const unchecked = expect.stringContaining('leaves height and width of the images open');
    expect(look(bytes('Relu'))).toMatchObject({ problems: [], unchecked });
    expect(look(bytes('Hardmax'))).toMatchObject({
      problems: [{ stops: 'gradients', message: "operator 'Hardmax' has no gradient rule: node 'h'" }],
      unchecked,
    });
    expect(look(bytes('Relu'), { image: [3, 6, 6] }).unchecked).toBeUndefined();
  });

  it('finds what a model does to its own pixels', () => {
    const nodes = [
      node('Transpose', ['x'], ['t'], attribute.is('perm', 0, 1, 3, 2)),
      { ...node('Sub', ['t', 'mean'], ['c']), name: 'centre' },
      { ...node('Mul', ['scale', 'c'], ['h']), name: 'stretch' },
      ...pooled,
    ];
    const initializers = [floats('mean', [1, 3, 1, 1], [1, 2, 3]), floats('scale', [], [2])];
    const bytes = foreignModel({ opset: 13, nodes, inputs: images, outputs: scores, initializers });
    expect(look(bytes).innerNormalisation).toEqual(['centre', 'stretch']);
    expect(look(tinyModel()).innerNormalisation).toEqual([]);
  });

  it.each(['bvlc_alexnet', 'resnet50', 'squeezenet', 'vgg19'])('opens the published %s', (name) => {
    const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
    if (!path) return;
    const { input, output, problems } = preflight(readModelFile(path));
    expect(input).toMatchObject({ shape: [1, 3, 224, 224], layout: 'NCHW' });
    expect(output).toMatchObject({ kind: 'softmax', classes: 1000 });
    expect(problems.filter(({ stops }) => stops === 'everything')).toEqual([]);
  });
});
