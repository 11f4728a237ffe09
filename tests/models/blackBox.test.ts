import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { TensorProto_DataType as Code, ModelProtoSchema, ValueInfoProtoSchema } from 'onnx-buf';
import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  createLocalPool,
  type ExaminedModel,
  examineModel,
  type ModelChoices,
  openWithoutImages,
  seededRandom,
  tensor,
} from '#passband/index.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import { modelFile } from '#passband/onnx/read/modelFile.ts';
import { modelClassifier } from '#passband/runtime/modelClassifier.ts';
import { toFloat16 } from '#passband/tensor/float16.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { classicalModel, classicalNames } from '../support/models/classicalModels.ts';
import { attribute, floats, foreignModel, int64s, node, valueInfo } from '../support/models/foreignModel.ts';
import { runModel } from '../support/models/runGraph.ts';
import { type TinyModel, tinyModel } from '../support/models/tinyModels.ts';
import '../support/matchers.ts';

const readExternal = () => {
  throw new Error('there is one file only');
};
const pool = createLocalPool(onnxruntime, { providers: ['cpu'] });
const random = seededRandom('black box');
const N = 7;
const pixels = (...shape: number[]) => {
  const images = float32([N, ...shape]);
  for (let at = 0; at < images.data.length; at++) images.data[at] = random.uniform();
  return images;
};

const examine = (bytes: Uint8Array, choices: ModelChoices = {}) =>
  examineModel(modelFile(bytes, { path: 'model.onnx', readExternal }), choices);

async function opened(bytes: Uint8Array, convention: Convention, choices: ModelChoices = {}) {
  const examined = examine(bytes, { convention, ...choices });
  expect(examined).not.toHaveProperty('problem');
  return openWithoutImages(examined as ExaminedModel, { pool, block: 1 });
}

/** A file with one output of a choice, which states the shape of the one before. */
function withOutput(bytes: Uint8Array, output: ReturnType<typeof valueInfo>): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  model.graph!.valueInfo = model.graph!.output;
  model.graph!.output = [create(ValueInfoProtoSchema, output)];
  return toBinary(ModelProtoSchema, model);
}

const plain = plainConvention;
const shares = ({ data }: Tensor) => Array.from(data as Float32Array, Math.exp);
const largestOf = ({ data, shape: [n, classes] }: Tensor) =>
  Array.from({ length: n }, (_, row) => {
    const own = Array.from((data as Float32Array).subarray(row * classes, (row + 1) * classes));
    return own.indexOf(Math.max(...own));
  });

describe('a model that is not understood answers as ONNX Runtime does', () => {
  // Shrink has no rule for shapes; with a bias of 0 it leaves what is beyond its limit.
  const shrink = { ...node('Shrink', ['z'], ['s'], attribute.f('lambd', 0.01)), name: 'shrink' };
  const unknown: TinyModel = { end: [shrink, node('Identity', ['s'], ['y'])] };

  it.each<[string, TinyModel, Partial<Convention>, (images: Tensor<'float32'>) => Tensor]>([
    ['as it is', {}, {}, (images) => images],
    [
      'normalised, its channels in another order and last',
      { layout: 'NHWC' },
      { layout: 'NHWC', channels: 'BGR', range: [0, 255], mean: [1, 2, 3], std: [4, 5, 6] },
      ({ data }) => {
        const turned = float32([N, 6, 6, 3]);
        for (let image = 0, at = 0; image < N; image++)
          for (let pixel = 0; pixel < 36; pixel++)
            for (let channel = 0; channel < 3; channel++, at++)
              turned.data[at] =
                (255 * data[(image * 3 + 2 - channel) * 36 + pixel] - 1 - channel) / (4 + channel);
        return turned;
      },
    ],
    [
      'in half precision',
      { half: true },
      {},
      ({ shape, data }) => tensor('float16', shape, Uint16Array.from(data, toFloat16)),
    ],
    [
      'in whole numbers',
      { inputType: Code.UINT8 },
      { range: [0, 255] },
      ({ shape, data }) =>
        tensor(
          'uint8',
          shape,
          Uint8Array.from(data, (value) => Math.round(255 * value)),
        ),
    ],
  ])('%s', async (_, model, convention, fed) => {
    const bytes = tinyModel({ ...unknown, ...model });
    const images = pixels(3, 6, 6);
    const { classifier, preflight, graph } = await opened(bytes, { ...plain, ...convention });
    const logits = await classifier.logits(images);
    const { y } = await runModel(bytes, { pixels: fed(images) });
    const values =
      y.type === 'float16' ? Array.from(y.data as Uint16Array, fromHalf) : (y.data as Float32Array);
    expect(logits.data).toBeNear(Float32Array.from(values), 1e-6);
    expect(graph).toBeNull();
    expect(preflight.blackBox).toBe("Shrink 'shrink': this operator is not supported");
    expect(preflight.problems).toEqual([
      {
        stops: 'gradients',
        message:
          "Shrink 'shrink': this operator is not supported, so ONNX Runtime runs the file as it is; gradient attacks, kernels, batch statistics and smoothing are left out",
      },
    ]);
    await expect(classifier.inputGradient(images, new Int32Array(N))).rejects.toThrow(
      "inputGradient: a black box has no gradient: Shrink 'shrink'",
    );
    await classifier.release();
  });

  it('one image at a time, where it takes no more', async () => {
    const inside = [
      node('Reshape', ['z', 'row'], ['r']),
      node('Shrink', ['r'], ['s']),
      node('Identity', ['s'], ['y']),
    ];
    const [fixed, open] = [tinyModel({ ...unknown, batch: 4 }), tinyModel({ end: inside })];
    const images = pixels(3, 6, 6);
    const known = await opened(tinyModel(unknown), plain);
    const expected = await known.classifier.logits(images);
    for (const bytes of [fixed, open]) {
      const { classifier } = await opened(bytes, plain);
      if (bytes === fixed) expect((await classifier.logits(images)).data).toBeNear(expected.data, 1e-6);
      expect((await classifier.logits(images)).shape).toEqual([N, 4]);
      await classifier.release();
    }
  });

  it('by the logits before its softmax or sigmoid', async () => {
    const images = pixels(3, 6, 6);
    const soft = tinyModel({ end: [node('Shrink', ['z'], ['s']), node('Softmax', ['s'], ['y'])] });
    const { classifier, preflight } = await opened(soft, plain);
    const { y } = await runModel(soft, { pixels: images });
    const logits = await classifier.logits(images);
    const sums = Array.from({ length: N }, (_, row) =>
      shares(logits)
        .slice(4 * row, 4 * row + 4)
        .reduce((a, b) => a + b),
    );
    expect(shares(logits).map((value, at) => value / sums[at >> 2])).toBeNear(
      Array.from(y.data as Float32Array),
      1e-5,
    );
    expect(preflight.output?.kind).toBe('softmax');

    const one = tinyModel({
      classes: 1,
      end: [node('Shrink', ['z'], ['s']), node('Sigmoid', ['s'], ['y'])],
      outputs: [['y', 'batch', 1]],
    });
    const single = await opened(one, plain);
    const answers = await single.classifier.logits(images);
    const { y: probability } = await runModel(one, { pixels: images });
    for (let image = 0; image < N; image++) {
      const [first, second] = answers.data.subarray(2 * image, 2 * image + 2);
      expect(1 / (1 + Math.exp(first - second))).toBeCloseTo(Number(probability.data[image]), 5);
    }
  });

  it('by the scores of which it names the largest', async () => {
    const end = [
      node('Shrink', ['z'], ['s']),
      node('ArgMax', ['s'], ['y'], attribute.i('axis', 1), attribute.i('keepdims', 0)),
    ];
    const bytes = tinyModel({ end, outputs: [['s', 'batch', 4]] });
    const images = pixels(3, 6, 6);
    const label = withOutput(bytes, valueInfo('y', ['batch'], Code.INT64));
    const { classifier, preflight } = await opened(label, plain);
    const { y } = await runModel(label, { pixels: images });
    expect(largestOf(await classifier.logits(images))).toEqual(Array.from(y.data as BigInt64Array, Number));
    expect(preflight.notes).toContain('the scores before ArgMax are taken');
  });

  it('but not where its input has other axes than images have', () => {
    const end = [node('Shrink', ['z'], ['s']), node('Identity', ['s'], ['y'])];
    const rows = foreignModel({
      opset: 13,
      nodes: [node('Flatten', ['x'], ['z']), ...end],
      inputs: [valueInfo('x', ['N', 36, 1])],
      outputs: [valueInfo('y', ['N', 36])],
    });
    expect(examine(rows)).toEqual({
      problem: expect.stringMatching(/^Shrink 's': this operator is not supported$/),
    });
  });

  it('row by row through an LSTM', async () => {
    const weights = (name: string, ...dims: number[]) =>
      floats(
        name,
        dims,
        Array.from({ length: dims.reduce((a, b) => a * b) }, () => random.normal()),
      );
    const bytes = foreignModel({
      opset: 13,
      nodes: [
        node('Squeeze', ['x', 'one'], ['rows']),
        node('Transpose', ['rows'], ['steps'], attribute.is('perm', 1, 0, 2)),
        { ...node('LSTM', ['steps', 'w', 'r'], ['', 'state'], attribute.i('hidden_size', 5)), name: 'lstm' },
        node('Squeeze', ['state', 'zero'], ['h']),
        node('MatMul', ['h', 'v'], ['y']),
      ],
      inputs: [valueInfo('x', ['N', 1, 6, 6])],
      outputs: [valueInfo('y', ['N', 3])],
      initializers: [
        ...[weights('w', 1, 20, 6), weights('r', 1, 20, 5), weights('v', 5, 3)],
        ...[int64s('one', 1), int64s('zero', 0)],
      ],
    });
    const images = pixels(1, 6, 6);
    const { classifier, preflight } = await opened(bytes, { ...plain, channels: 'grey' });
    const { y } = await runModel(bytes, { x: images });
    expect((await classifier.logits(images)).data).toBeNear(y.data as Float32Array, 1e-6);
    expect(preflight.blackBox).toMatch(/^LSTM 'lstm': /);
  });
});

describe('a classical model', () => {
  const grey: Convention = { ...plain, channels: 'grey' };
  const images = pixels(1, 6, 6);
  const rows = { ...images, shape: [N, 36] };

  it('behind maps gives their scores, and its class names', async () => {
    const bytes = classicalModel('maps');
    const { classifier, preflight } = await opened(bytes, grey);
    // ONNX Runtime for Node gives no maps, so that the labels are compared.
    const { label } = await runModel(classicalModel('label'), { x: rows });
    const answers = largestOf(await classifier.logits(images)).map((place) => classicalNames[place]);
    expect(answers).toEqual(Array.from(label.data as unknown as string[]));
    expect(new Set(answers).size).toBeGreaterThan(1);
    expect(preflight.classNames).toEqual(classicalNames);
    expect(preflight.notes).toContain('the scores before ZipMap are taken');
    expect(preflight.blackBox).toMatch(/^operators of domain 'ai\.onnx\.ml' \(.*\) are not supported/);
  });

  it('of trees gives its probabilities', async () => {
    const bytes = classicalModel('trees');
    const { classifier, preflight } = await opened(bytes, grey);
    const { probabilities } = await runModel(bytes, { x: rows });
    expect(shares(await classifier.logits(images))).toBeNear(
      Array.from(probabilities.data as Float32Array),
      1e-5,
    );
    expect([preflight.output?.kind, preflight.classNames]).toEqual(['probabilities', null]);
  });

  it('of which the file wants the label only gives the scores behind it', async () => {
    const bytes = classicalModel('label');
    const { classifier, preflight } = await opened(bytes, grey);
    const logits = await classifier.logits(images);
    const { label } = await runModel(bytes, { x: rows });
    expect(largestOf(logits).map((place) => classicalNames[place])).toEqual(
      Array.from(label.data as unknown as string[]),
    );
    expect(
      shares(logits)
        .slice(0, 3)
        .reduce((a, b) => a + b),
    ).toBeCloseTo(1, 5);
    expect(preflight.notes).toContain('the scores before LinearClassifier are taken');
  });

  it('without scores is taken by its labels, which is said', async () => {
    const bytes = classicalModel('vectors');
    const { classifier, preflight } = await opened(bytes, grey);
    const logits = await classifier.logits(images);
    const { label } = await runModel(bytes, { x: rows });
    expect(largestOf(logits)).toEqual(Array.from(label.data as BigInt64Array, Number));
    expect(logits.data.reduce((a, b) => a + b)).toBe(N);
    expect(preflight.output?.kind).toBe('labels');
    expect(preflight.notes.join()).toContain('a label without scores');
  });

  it('has classes in the order and of the kind that the data set counts', async () => {
    const model = examine(classicalModel('trees'), { convention: grey }) as ExaminedModel;
    const plainly = await modelClassifier(pool, model.blackBox!, grey, { image: [1, 6, 6], block: 1 });
    const classOrder = { order: [[2, 0], 1], names: ['2 + 0', '1'] };
    const merged = await modelClassifier(pool, model.blackBox!, grey, {
      ...{ image: [1, 6, 6], block: 1, classOrder },
    });
    expect([plainly.classifier.classes, merged.classifier.classes]).toEqual([3, 2]);
    const { data: one } = await plainly.classifier.logits(images);
    const { data: other, shape } = await merged.classifier.logits(images);
    expect(shape).toEqual([N, 2]);
    const both = (image: number) => Math.log(Math.exp(one[3 * image]) + Math.exp(one[3 * image + 2]));
    const expected = Array.from({ length: 2 * N }, (_, at) =>
      at % 2 === 0 ? both(at / 2) : one[3 * ((at - 1) / 2) + 1],
    );
    expect(other).toBeNear(Float32Array.from(expected), 1e-6);
  });

  it('takes whole numbers and double precision', async () => {
    for (const [inputType, fed] of [
      [
        Code.INT64,
        tensor(
          'int64',
          [N, 36],
          BigInt64Array.from(images.data, (value) => BigInt(Math.round(255 * value))),
        ),
      ],
      [
        Code.DOUBLE,
        tensor(
          'float64',
          [N, 36],
          Float64Array.from(images.data, (value) => Math.fround(255 * value)),
        ),
      ],
    ] as const) {
      const { classifier } = await opened(classicalModel('maps', { inputType }), {
        ...grey,
        range: [0, 255],
      });
      const { label } = await runModel(classicalModel('label', { inputType }), { x: fed });
      expect(largestOf(await classifier.logits(images)).map((place) => classicalNames[place])).toEqual(
        Array.from(label.data as unknown as string[]),
      );
    }
  });
});

function fromHalf(bits: number): number {
  const value = (bits & 0x3ff) / 1024;
  const exponent = (bits >> 10) & 0x1f;
  return (bits & 0x8000 ? -1 : 1) * (exponent === 0 ? value * 2 ** -14 : (1 + value) * 2 ** (exponent - 15));
}
