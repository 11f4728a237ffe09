import { readFileSync } from 'node:fs';
import { TensorProto_DataType as Code } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { gradientProblems } from '#passband/models/preflight/gradientProblems.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import { conventionImages } from '#passband/networks/classifier/conventionImages.ts';
import { findLogits } from '#passband/networks/classifier/findLogits.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { attribute, floats, foreignModel, node, valueInfo } from '../../support/models/foreignModel.ts';
import { runGraph, runModel } from '../../support/models/runGraph.ts';
import { type TinyModel, tinyModel } from '../../support/models/tinyModels.ts';
import '../../support/matchers.ts';

const random = seededRandom('classifier graph');
const n = 3;
const pixelsOf = (c: number, size = 6) =>
  float32([n, c, size, size], Float32Array.from({ length: n * c * size * size }, random.uniform));

/** [n, c, h, w] → [n, h, w, c]. */
function turned({ shape: [count, c, h, w], data }: Tensor<'float32'>): Tensor<'float32'> {
  const result = float32([count, h, w, c]);
  let place = 0;
  for (let image = 0; image < count; image++)
    for (let pixel = 0; pixel < h * w; pixel++)
      for (let channel = 0; channel < c; channel++)
        result.data[place++] = data[(image * c + channel) * h * w + pixel];
  return result;
}

const rowsOf = ({ data }: Tensor, classes: number) =>
  Array.from({ length: data.length / classes }, (_, row) =>
    Array.from(data as Float32Array).slice(row * classes, (row + 1) * classes),
  );

async function logitsOf(bytes: Uint8Array, images: Tensor<'float32'>, convention = plainConvention) {
  const graph = classifierGraph(decodeModel(bytes), convention, { image: images.shape.slice(1) as never });
  expect([...graph.inputs.keys()]).toEqual(['images']);
  expect([...graph.outputs.keys()]).toEqual(['logits']);
  expect(graph.nodes.flatMap(({ outputs }) => outputs).filter((value) => !graph.types.has(value))).toEqual(
    [],
  );
  const { logits } = await runGraph(graph, { images });
  return logits.data as Float32Array;
}

/** z of the model without an end. */
const plainLogits = async (images: Tensor<'float32'>, model: TinyModel = {}) =>
  (await runModel(tinyModel({ ...model, channels: images.shape[1] }), { pixels: images })).y
    .data as Float32Array;

it('an order of the classes holds each of them once', () => {
  const ordered = (...order: number[]) =>
    classifierGraph(decodeModel(tinyModel()), plainConvention, { classOrder: { order, names: [] } });
  expect(() => ordered(0, 1, 2)).toThrow('order must hold each of 4 classes once, got 0,1,2');
  expect(() => ordered(0, 1, 2, 2)).toThrow(RangeError);
  const gathers = ({ nodes }: Graph) => nodes.filter(({ op }) => op === 'Gather');
  expect(gathers(ordered(0, 1, 2, 3))).toEqual([]);
  expect(gathers(ordered(3, 1, 2, 0))).toHaveLength(1);
});

describe('what stands before the model', () => {
  const images = pixelsOf(3);

  it('passes pixels on as they are where the convention is plain', async () => {
    expect(await logitsOf(tinyModel(), images)).toBeNear(await plainLogits(images), 1e-6);
  });

  it.each([9, 11, 13, 17, 18, 19, 20, 21])('reads a model of opset %i', async (opset) => {
    const bytes = tinyModel({ opset, end: [node('Softmax', ['z'], ['y'])] });
    expect(await logitsOf(bytes, images)).toBeNear(await plainLogits(images), 1e-5);
  });

  it('turns images for a model that takes NHWC', async () => {
    const bytes = tinyModel({ layout: 'NHWC' });
    const { y } = await runModel(bytes, { pixels: turned(images) });
    const found = await logitsOf(bytes, images, { ...plainConvention, layout: 'NHWC' });
    expect(found).toBeNear(y.data as Float32Array, 1e-6);
  });

  it('applies range, mean and std in this order, to channels in the model’s order', async () => {
    const convention: Convention = {
      layout: 'NCHW',
      channels: 'BGR',
      range: [-1, 3],
      mean: [0.1, 0.2, 0.3],
      std: [2, 3, 4],
    };
    const fed = float32(images.shape);
    images.data.forEach((_, index) => {
      const [image, channel, pixel] = [Math.floor(index / 108), Math.floor(index / 36) % 3, index % 36];
      const pixelValue = images.data[image * 108 + (2 - channel) * 36 + pixel];
      fed.data[index] = (pixelValue * 4 - 1 - convention.mean[channel]) / convention.std[channel];
    });
    expect(await logitsOf(tinyModel(), images, convention)).toBeNear(await plainLogits(fed), 1e-5);
  });

  it('repeats grey images for a model that takes three channels', async () => {
    const grey = pixelsOf(1);
    const three = float32([n, 3, 6, 6]);
    for (let image = 0; image < n; image++)
      for (let channel = 0; channel < 3; channel++)
        three.data.set(grey.data.subarray(image * 36, image * 36 + 36), (image * 3 + channel) * 36);
    const found = await logitsOf(tinyModel(), grey, { ...plainConvention, channels: 'grey' });
    expect(found).toBeNear(await plainLogits(three), 1e-6);
  });

  it('lets a model of whole numbers see floats, so that gradients flow', async () => {
    const bytes = tinyModel({ inputType: Code.UINT8 });
    const whole = {
      type: 'uint8',
      shape: images.shape,
      data: Uint8Array.from(images.data, (x) => 255 * x),
    } as const;
    const { y } = await runModel(bytes, { pixels: whole });
    const same = float32(
      images.shape,
      Float32Array.from(whole.data, (byte) => byte / 255),
    );
    const found = await logitsOf(bytes, same, { ...plainConvention, range: [0, 255] });
    expect(found).toBeNear(y.data as Float32Array, 1e-5);
  });

  it.each([
    [
      [1, 108],
      [3, 6, 6],
    ],
    [
      ['n', 108],
      [3, 6, 6],
    ],
    [
      ['n', 6, 6],
      [1, 6, 6],
    ],
  ])('reshapes images for an input %j', async (shape, image) => {
    const length = 108 / (shape.length === 3 ? 3 : 1);
    const bytes = foreignModel({
      opset: 13,
      nodes: [node('Flatten', ['x'], ['flat']), node('MatMul', ['flat', 'v'], ['y'])],
      inputs: [valueInfo('x', shape)],
      outputs: [valueInfo('y', [shape[0], 2])],
      initializers: [
        floats(
          'v',
          [length, 2],
          Array.from({ length: 2 * length }, (_, index) => Math.sin(index)),
        ),
      ],
    });
    const one = float32([1, ...image], images.data.subarray(0, length));
    const { y } = await runModel(bytes, { x: float32([1, ...(shape.slice(1) as number[])], one.data) });
    expect(await logitsOf(bytes, one)).toBeNear(y.data as Float32Array, 1e-5);
  });

  it('keeps the fixed batch of a model, and calls an open one N', () => {
    const shapeOf = (batch: number | string) =>
      classifierGraph(decodeModel(tinyModel({ batch })), plainConvention).inputs.get('images')?.shape;
    expect(shapeOf(5)).toEqual([5, 3, 6, 6]);
    expect(shapeOf('whatever')).toEqual(['N', 3, 6, 6]);
    expect(shapeOf(-1)).toEqual(['N', 3, 6, 6]);
  });

  it('fixes an open batch that is fixed inside the model', () => {
    const end = [node('Reshape', ['z', 'row'], ['r']), node('Tanh', ['r'], ['y'])];
    const graph = classifierGraph(decodeModel(tinyModel({ end })), plainConvention);
    expect(graph.inputs.get('images')?.shape).toEqual([1, 3, 6, 6]);
    expect(() => classifierGraph(decodeModel(tinyModel({ end, batch: 2 })), plainConvention)).toThrow(
      /Reshape|must have a row for each/,
    );
  });

  it('is the plain model behind `conventionImages`', async () => {
    const convention: Convention = {
      ...{ layout: 'NCHW', channels: 'BGR', range: [0, 255] },
      mean: [103.939, 116.779, 123.68],
      std: [57, 58, 59],
    };
    const fed = conventionImages(images, convention, 3);
    expect(await logitsOf(tinyModel(), images, convention)).toBeNear(await logitsOf(tinyModel(), fed), 1e-4);
    const grey: Convention = { ...plainConvention, channels: 'grey', range: [-1, 1], std: [2, 3, 4] };
    const one = pixelsOf(1);
    const three = conventionImages(one, grey, 3);
    expect(await logitsOf(tinyModel(), one, grey)).toBeNear(await logitsOf(tinyModel(), three), 1e-5);
  });

  it('takes height and width from the images where the model leaves them open', () => {
    const model = decodeModel(tinyModel({ size: 'side', batch: 'n' }));
    const graph = classifierGraph(model, plainConvention, { image: [3, 9, 9] });
    expect(graph.inputs.get('images')?.shape).toEqual(['N', 3, 9, 9]);
    expect(() => classifierGraph(model, plainConvention)).toThrow(
      "classifierGraph: input 'pixels' [n, 3, pixels:2, pixels:3] leaves the size of the images open",
    );
    // One name for both says nothing.
    const flat = classifierGraph(model, plainConvention, { image: [3, 9, 8] });
    expect(flat.inputs.get('images')?.shape).toEqual(['N', 3, 9, 8]);
  });

  it('names both sizes where the images have another one', () => {
    expect(() => classifierGraph(decodeModel(tinyModel()), plainConvention, { image: [3, 32, 32] })).toThrow(
      "the model's input 'pixels' is [batch, 3, 6, 6] (NCHW), the images are 3 × 32 × 32",
    );
  });

  it('says which inputs a model has that has several', () => {
    const bytes = foreignModel({
      opset: 13,
      nodes: [node('Add', ['a', 'b'], ['y'])],
      inputs: [valueInfo('a', [1, 3, 6, 6]), valueInfo('b', [1, 3, 6, 6])],
      outputs: [valueInfo('y', [1, 3, 6, 6])],
    });
    expect(() => classifierGraph(decodeModel(bytes), plainConvention)).toThrow("this model has 'a', 'b'");
  });
});

const ends: [string, string, TinyModel][] = [
  ['Softmax', 'softmax', { end: [node('Softmax', ['z'], ['y'])] }],
  ['Softmax of opset 9', 'softmax', { opset: 9, end: [node('Softmax', ['z'], ['y'])] }],
  ['LogSoftmax', 'log-softmax', { end: [node('LogSoftmax', ['z'], ['y'])] }],
  ['Log of Softmax', 'log-softmax', { end: [node('Softmax', ['z'], ['p']), node('Log', ['p'], ['y'])] }],
  ['Sigmoid', 'sigmoid', { end: [node('Sigmoid', ['z'], ['y'])] }],
  [
    'Softmax and Identity',
    'softmax',
    { end: [node('Softmax', ['z'], ['p']), node('Identity', ['p'], ['y'])] },
  ],
  [
    'Softmax spelled out',
    'softmax',
    {
      end: [
        node('ReduceMax', ['z'], ['m'], attribute.is('axes', 1)),
        node('Sub', ['z', 'm'], ['s']),
        node('Exp', ['s'], ['e']),
        node('ReduceSum', ['e', 'one'], ['t']),
        node('Div', ['e', 't'], ['y']),
      ],
    },
  ],
  [
    'Softmax over pictures of one pixel',
    'softmax',
    {
      end: [node('Reshape', ['z', 'column'], ['c']), node('Softmax', ['c'], ['y'], attribute.i('axis', 1))],
      outputs: [['y', 'batch', 4, 1, 1]],
    },
  ],
  [
    'softmax in per cent',
    'softmax',
    {
      end: [node('Softmax', ['z'], ['p']), node('Mul', ['hundred', 'p'], ['y'])],
      initializers: [floats('hundred', [1], [100])],
    },
  ],
  [
    'softmax divided by its unit, then flattened',
    'softmax',
    {
      end: [
        node('Softmax', ['z'], ['p']),
        node('Div', ['p', 'unit'], ['q']),
        node('Reshape', ['q', 'row'], ['y']),
      ],
      initializers: [floats('unit', [], [0.001])],
    },
  ],
];

describe('what stands behind the logits', () => {
  const images = pixelsOf(3);

  it.each(ends)('%s is taken off', async (_, kind, model) => {
    const bytes = tinyModel(model);
    expect(findLogits(decodeModel(bytes))).toMatchObject({ kind, classes: 4, single: false });
    expect(await logitsOf(bytes, images)).toBeNear(await plainLogits(images), 1e-5);
  });

  it('one number an image is the logit of the second of two classes', async () => {
    const bytes = tinyModel({
      classes: 1,
      end: [node('Sigmoid', ['z'], ['y'])],
      outputs: [['y', 'batch', 1]],
    });
    const { y } = await runModel(bytes, { pixels: images });
    const pairs = rowsOf({ type: 'float32', shape: [], data: await logitsOf(bytes, images) }, 2);
    expect(pairs.map(([first]) => first)).toEqual([0, 0, 0]);
    const probabilities = pairs.map(([, z]) => 1 / (1 + Math.exp(-z)));
    expect(probabilities).toBeNear(y.data as Float32Array, 1e-6);
  });

  it('one number an image may come without an axis', async () => {
    const end = [node('Sigmoid', ['z'], ['p']), node('Squeeze', ['p', 'one'], ['y'])];
    const bytes = tinyModel({ classes: 1, end, outputs: [['y', 'batch']] });
    expect(findLogits(decodeModel(bytes))).toMatchObject({ kind: 'sigmoid', classes: 2, single: true });
    const { y } = await runModel(bytes, { pixels: images });
    const probabilities = rowsOf(float32([6], await logitsOf(bytes, images)), 2).map(
      ([, z]) => 1 / (1 + Math.exp(-z)),
    );
    expect(probabilities).toBeNear(y.data as Float32Array, 1e-6);
  });

  it('logits are the logarithms of probabilities that come from no single softmax', async () => {
    const end = [
      node('Softmax', ['z'], ['p']),
      node('Neg', ['z'], ['minus']),
      node('Softmax', ['minus'], ['q']),
      node('Mean', ['p', 'q'], ['y']),
    ];
    const bytes = tinyModel({ end });
    const { y } = await runModel(bytes, { pixels: images });
    expect(findLogits(decodeModel(bytes)).kind).toBe('probabilities');
    const found = await logitsOf(bytes, images);
    expect(found).toBeNear(Array.from(y.data as Float32Array, Math.log), 1e-5);
  });

  it('a factor is taken out in front of a softmax or sigmoid only, and as a number that is known', () => {
    const hundred = [floats('hundred', [1], [100])];
    const headOf = (...end: ReturnType<typeof node>[]) =>
      findLogits(decodeModel(tinyModel({ end, initializers: hundred })));
    expect(headOf(node('Mul', ['z', 'hundred'], ['y']))).toMatchObject({
      kind: 'logits',
      source: 'y',
      scale: 1,
    });
    expect(headOf(node('LogSoftmax', ['z'], ['p']), node('Mul', ['p', 'hundred'], ['y']))).toMatchObject({
      kind: 'logits',
      source: 'y',
    });
    const percent = headOf(node('Sigmoid', ['z'], ['p']), node('Mul', ['p', 'hundred'], ['y']));
    expect(percent).toMatchObject({ kind: 'sigmoid', source: 'z', scale: 100 });
    const divided = headOf(node('Softmax', ['z'], ['p']), node('Div', ['hundred', 'p'], ['y']));
    expect(divided).toMatchObject({ kind: 'probabilities', scale: 1 });
  });

  it('a softmax inside the model, as of attention, makes no probabilities', () => {
    const end = [
      node('Softmax', ['z'], ['attention']),
      node('Tanh', ['z'], ['t']),
      node('Mul', ['attention', 't'], ['weighed']),
      node('Exp', ['weighed'], ['e']),
      node('Add', ['e', 'attention'], ['y']),
    ];
    expect(findLogits(decodeModel(tinyModel({ end })))).toMatchObject({ kind: 'logits', source: 'y' });
  });

  it('probabilities above 1 keep their order', async () => {
    const end = [node('Exp', ['z'], ['y'])];
    const graph = classifierGraph(decodeModel(tinyModel({ end })), plainConvention, {
      settled: { kind: 'probabilities', scale: 100 },
    });
    const { logits } = await runGraph(graph, { images });
    const expected = Array.from(await plainLogits(images), (z) => z - Math.log(100));
    expect(logits.data as Float32Array).toBeNear(expected, 1e-4);
  });

  it('probabilities of zero have a finite logarithm', async () => {
    const end = [node('Mul', ['z', 'z'], ['square']), node('Relu', ['square'], ['y'])];
    const graph = classifierGraph(decodeModel(tinyModel({ end })), plainConvention, {
      settled: { kind: 'probabilities', scale: 1 },
    });
    const { logits } = await runGraph(graph, { images: float32([1, 3, 6, 6]) });
    expect((logits.data as Float32Array).every(Number.isFinite)).toBe(true);
  });

  it('the one output that is [N, classes] is taken; of several, the one that is named', () => {
    const end = [
      node('Identity', ['z'], ['y']),
      node('Identity', ['pooled'], ['more']),
      node('Exp', ['z'], ['e']),
    ];
    const one = decodeModel(
      tinyModel({
        end,
        outputs: [
          ['active', 'batch', 5, 4, 4],
          ['y', 'batch', 4],
        ],
      }),
    );
    expect(findLogits(one).output).toBe('y');
    const two = decodeModel(
      tinyModel({
        end,
        outputs: [
          ['e', 'batch', 4],
          ['y', 'batch', 4],
        ],
      }),
    );
    expect(() => findLogits(two)).toThrow(
      "several outputs could be the classes: 'e' [batch, 4], 'y' [batch, 4]",
    );
    expect(findLogits(two, { output: 'e' })).toMatchObject({ output: 'e', kind: 'logits' });
    expect(() => findLogits(two, { output: 'f' })).toThrow("no output 'f'");
  });

  it('logits and probabilities side by side are one answer', () => {
    const end = [node('Identity', ['z'], ['y']), node('Softmax', ['z'], ['p'])];
    const both = decodeModel(
      tinyModel({
        end,
        outputs: [
          ['y', 'batch', 4],
          ['p', 'batch', 4],
        ],
      }),
    );
    expect(findLogits(both)).toMatchObject({ output: 'p', kind: 'softmax', source: 'z' });
  });

  it('a map of classes is no classifier’s output', () => {
    const end = [node('Identity', ['active'], ['y'])];
    expect(() => findLogits(decodeModel(tinyModel({ end, outputs: [['y', 'batch', 5, 4, 4]] })))).toThrow(
      "an output must be [N, classes] of floats, this model has 'y' [batch, 5, 4, 4]",
    );
  });
});

describe('half precision', () => {
  it('becomes float32', async () => {
    const images = pixelsOf(3);
    const bytes = tinyModel({ half: true, end: [node('Clip', ['z'], ['y'])], opset: 13 });
    const graph = classifierGraph(decodeModel(bytes), plainConvention);
    const types = new Set([...graph.types.values()].map(({ type }) => type));
    expect([...types].filter((type) => type.startsWith('float'))).toEqual(['float32']);
    const { logits } = await runGraph(graph, { images });
    expect(logits.data as Float32Array).toBeNear(await plainLogits(images), 5e-3);
  });

  it('in the middle of a model leaves no cast behind', () => {
    const end = [
      node('Cast', ['z'], ['h'], attribute.i('to', Code.FLOAT16)),
      node('Neg', ['h'], ['m']),
      node('Cast', ['m'], ['y'], attribute.i('to', Code.FLOAT)),
    ];
    const graph = classifierGraph(decodeModel(tinyModel({ end })), plainConvention);
    expect(graph.nodes.map(({ op }) => op)).not.toContain('Cast');
  });
});

it('the canonical graph of a softmax model has gradients with respect to the pixels', async () => {
  const model = decodeModel(tinyModel({ layout: 'NHWC', end: [node('Softmax', ['z'], ['y'])] }));
  const convention: Convention = { layout: 'NHWC', channels: 'BGR', range: [0, 255], mean: [120], std: [60] };
  const fixed = withBatch(classifierGraph(model, convention), n);
  const g = GraphBuilder.from(fixed);
  g.output(g.add('ReduceSum', ['logits'], { keepdims: 0 }), 'loss');
  const images = pixelsOf(3);
  const result = await runGraph(gradient(g.build(), { of: 'loss', withRespectTo: ['images'] }), { images });
  expect((result['gradient/images'].data as Float32Array).some((value) => value !== 0)).toBe(true);
});

interface TorchNetwork {
  readonly name: string;
  readonly shape: readonly [number, number, number, number];
  /** Pixels times 64. */
  readonly x64: readonly number[];
  readonly y: readonly number[];
  readonly models: readonly { opset: number; batch: string; bytes: string }[];
}

const golden = new URL('../../golden/networks/torchModels.json', import.meta.url);
const { networks } = JSON.parse(readFileSync(golden, 'utf8')) as { networks: readonly TorchNetwork[] };

it.each(networks.map((network) => [network.name, network] as const))(
  'every export of PyTorch’s %s says of the classes what PyTorch said, and has gradients or says why not',
  async (_, { shape, x64, y, models }) => {
    const classes = y.length / shape[0];
    const x = float32(
      shape,
      x64.map((value) => value / 64),
    );
    for (const { bytes } of models) {
      const read = decodeModel(Buffer.from(bytes, 'base64'));
      const graph = classifierGraph(read, plainConvention, { image: shape.slice(1) as never });
      // Where shapes are known for a fixed batch only, it is one, and the other images are zeros.
      const [batch] = graph.inputs.get('images')!.shape;
      const images = typeof batch === 'number' ? float32([batch, ...shape.slice(1)]) : x;
      images.data.set(x.data);
      const { logits } = await runGraph(graph, { images });
      const found = rowsOf(logits, classes).slice(0, shape[0]).flatMap(logSoftmax);
      const expected = rowsOf(float32([y.length], y), classes).flatMap(logSoftmax);
      expect(found).toBeNear(expected, 1e-5);
      for (const problem of gradientProblems(graph)) expect(problem).toMatch(/operator|no gradient for/);
    }
  },
);

function logSoftmax(row: readonly number[]): number[] {
  const largest = Math.max(...row);
  const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
  return row.map((value) => value - largest - Math.log(sum));
}
