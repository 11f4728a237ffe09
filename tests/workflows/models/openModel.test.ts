import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TensorProto_DataType as Code } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readBatch } from '#passband/data/dataset/dataset.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { exportModel } from '#passband/networks/architectures/exportModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { int64, type Tensor, tensor } from '#passband/tensor/tensor.ts';
import { createRun } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import type { ModelSettings } from '#passband/workflows/models/modelSettings.ts';
import { type OpenModel, openModel } from '#passband/workflows/models/openModel.ts';
import { exampleRun } from '../../report/run/exampleRun.ts';
import { npzFile, temporaryFolder } from '../../support/dataFiles.ts';
import { writeFewTraining } from '../../support/fewTraining.ts';
import {
  attribute,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import { runModel } from '../../support/models/runGraph.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { sharedPath } from '../../support/shared.ts';
import '../../support/matchers.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-open-'));
const random = seededRandom('open model');

function save(name: string, content: Uint8Array | string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** An `.npz` file of random images, as many of each class. */
function data(name: string, shape: [number, number, number], classes = 4, count = 40): string {
  const images = (n: number) =>
    tensor(
      'uint8',
      [n, ...shape],
      Uint8Array.from({ length: n * shape[0] * shape[1] * shape[2] }, () => random.integer(256)),
    );
  const labels = (n: number): Tensor =>
    int64(
      [n],
      Array.from({ length: n }, (_, index) => index % classes),
    );
  return save(
    name,
    npzFile({
      images: images(classes),
      labels: labels(classes),
      test_images: images(count),
      test_labels: labels(count),
    }),
  );
}

const colour = data('colour.npz', [3, 6, 6]);
const grey = data('grey.npz', [1, 6, 6]);

async function open(path: string, settings: ModelSettings = {}): Promise<OpenModel> {
  const { signal } = new AbortController();
  return openModel(path, { dataset: colour, threads: 1, ...settings }, { progress: noProgress, signal });
}

describe('a model that is opened', () => {
  it('answers for pixels in [0, 1] as the file does', async () => {
    const bytes = tinyModel({ layout: 'NHWC', end: [node('Softmax', ['z'], ['y'])] });
    const opened = await open(save('nhwc.onnx', bytes), { range: [0, 255], limit: 8 });
    const { shape, test, classes } = opened.dataset;
    expect([shape, test.count, classes]).toEqual([[3, 6, 6], 8, ['0', '1', '2', '3']]);
    const { images } = await readBatch(test, [0, 1]);
    const pixels = new Float32Array(216);
    for (let index = 0; index < 216; index++) {
      const [image, pixel, channel] = [Math.floor(index / 108), Math.floor((index % 108) / 3), index % 3];
      pixels[index] = 255 * images.data[image * 108 + channel * 36 + pixel];
    }
    const { y } = await runModel(bytes, { pixels: tensor('float32', [2, 6, 6, 3], pixels) });
    const { data: logits } = await opened.classifier.logits(images);
    for (const image of [0, 1]) {
      const row = Array.from(logits.subarray(4 * image, 4 * image + 4), Math.exp);
      const total = row.reduce((sum, value) => sum + value, 0);
      const expected = Array.from((y.data as Float32Array).subarray(4 * image, 4 * image + 4));
      expect(row.map((value) => value / total)).toEqual(expected.map((value) => expect.closeTo(value, 4)));
    }
    expect(opened.normalisation).toMatchObject({
      source: 'given',
      convention: { layout: 'NHWC', range: [0, 255] },
    });
    expect(opened.notices).toEqual(
      expect.arrayContaining([
        'the output is a softmax; the logits before it are used',
        "the model does not name its classes; they are taken to be in the data set's order",
      ]),
    );
    await opened.release();
  });

  it('is given up between two pieces of work, where nothing is waited for', async () => {
    const controller = new AbortController();
    const path = save('stopped.onnx', tinyModel());
    setImmediate(() => controller.abort());
    // Else the data set that is not there would be found missing.
    await expect(
      openModel(path, { dataset: 'no such data' }, { progress: noProgress, signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('takes the output with as many classes as the data set, and says so', async () => {
    const model = tinyModel({
      end: [node('Identity', ['z'], ['y']), node('Concat', ['z', 'z'], ['e'], attribute.i('axis', 1))],
      outputs: [
        ['e', 'batch', 8],
        ['y', 'batch', 4],
      ],
    });
    const opened = await open(save('features.onnx', model));
    expect(opened.preflight.output).toMatchObject({ name: 'y', classes: 4 });
    expect(opened.notices).toContain("output 'y' is taken, which has as many classes as the data set");
    await opened.release();
  });

  it('takes grey images for colour ones and colour ones for grey, and says so', async () => {
    const repeated = await open(save('colour.onnx', tinyModel()), { dataset: grey });
    expect(repeated.classifier.shape).toEqual([1, 6, 6]);
    expect(repeated.normalisation.convention.channels).toBe('grey');
    await repeated.release();
    const turned = await open(save('grey.onnx', tinyModel({ channels: 1 })));
    expect(turned.dataset.shape).toEqual([1, 6, 6]);
    expect(turned.notices[0]).toContain('the images were turned grey');
    await turned.release();
  });

  it('takes images of another size, grey ones in a black border, others scaled, and says so', async () => {
    const small = await open(save('small.onnx', tinyModel({ channels: 1, size: 8 })), { dataset: grey });
    expect(small.dataset.shape).toEqual([1, 8, 8]);
    expect(small.notices[0]).toBe(
      'grey.npz: the images were set into black, from 6 × 6 to 8 × 8 pixels, as the model takes them',
    );
    await small.release();
    const large = await open(save('large.onnx', tinyModel({ size: 8 })));
    expect(large.dataset.shape).toEqual([3, 8, 8]);
    expect(large.notices[0]).toContain('scaled from 6 × 6 to 8 × 8 pixels (bilinear, antialiased)');
    await large.release();
  });

  it('has all images of a data set without a test set, but for a run, which learned from four fifths of them', async () => {
    const images = tensor(
      'uint8',
      [20, 3, 6, 6],
      Uint8Array.from({ length: 20 * 108 }, () => random.integer(256)),
    );
    const labels = int64(
      [20],
      Array.from({ length: 20 }, (_, index) => index % 4),
    );
    const dataset = save('untested.npz', npzFile({ images, labels }));
    const whole = await open(save('any.onnx', tinyModel()), { dataset });
    expect(whole.dataset.test.count).toBe(20);
    expect(whole.notices[0]).toMatch(
      /^untested\.npz: no test set of its own; all of its images are measured/,
    );
    await whole.release();
    const run = join(folder, 'untested-run');
    const { schema: _, version: __, status: ___, ...content } = exampleRun().run;
    await createRun({ ...content, config: { ...content.config, dataset, out: run } }, classification);
    save('untested-run/model.onnx', tinyModel());
    const own = await open(run, { dataset: undefined });
    expect(own.dataset.test.count).toBe(4);
    expect(own.notices[0]).toContain('a fixed random fifth of each class');
    await own.release();
  });

  it('follows a class map, and leaves other images out', async () => {
    const classMap = save('map.json', '{"0": 3, "2": 1}');
    const opened = await open(save('mapped.onnx', tinyModel()), { classMap });
    expect(new Set(opened.dataset.test.labels)).toEqual(new Set([0, 1]));
    expect([opened.dataset.classes, opened.mapping.classes]).toEqual([
      ['0', '2'],
      ['0', '2', 'class 0', 'class 2'],
    ]);
    expect(opened.leftOut).toBe(20);
    expect(opened.notices).toEqual(
      expect.arrayContaining([
        '20 test images are of classes that the model does not have; they are left out',
      ]),
    );
    await opened.release();
  });

  it('answers in the data set’s order, with the file’s own gradients, whatever order the file has', async () => {
    const pixels = { mean: [0], std: [1], range: [0, 1] as [number, number], channels: 'RGB' as const };
    const plain = await open(save('plain.onnx', tinyModel()), pixels);
    const metadata = { names: '["2", "0", "3", "1"]' };
    const named = await open(save('named.onnx', tinyModel({ metadata })), pixels);
    const { images, labels } = await readBatch(plain.dataset.test, [0, 1, 2, 3, 4, 5]);
    expect([named.dataset.classes, [...named.dataset.test.labels]]).toEqual([
      plain.dataset.classes,
      [...plain.dataset.test.labels],
    ]);
    const own = labels.map((label) => [1, 3, 0, 2][label]);
    const expected = await plain.classifier.inputGradient(images, own);
    const { gradient, logits, losses } = await named.classifier.inputGradient(images, labels);
    expect(logits.data).toEqual(
      expected.logits.data.map((_, at, all) => all[at - (at % 4) + [1, 3, 0, 2][at % 4]]),
    );
    expect(losses).toBeNear(expected.losses, 1e-6);
    expect(gradient.data).toBeNear(expected.gradient.data, 1e-6);
    expect(JSON.parse(named.graph!.metadata['passband.classes'])).toEqual(plain.dataset.classes);
    await Promise.all([plain.release(), named.release()]);
  });

  it('with a fixed batch answers any number of images, with gradients', async () => {
    const [fixed, free] = [
      await open(save('four.onnx', tinyModel({ batch: 4 }))),
      await open(save('any.onnx', tinyModel())),
    ];
    expect(fixed.graph!.inputs.get('images')?.shape).toEqual([4, 3, 6, 6]);
    const { images, labels } = await readBatch(fixed.dataset.test, [0, 1, 2, 3, 4, 5]);
    const [one, other] = [
      await fixed.classifier.inputGradient(images, labels),
      await free.classifier.inputGradient(images, labels),
    ];
    expect(one.logits.data).toBeNear(other.logits.data, 1e-5);
    expect(one.gradient.data).toBeNear(other.gradient.data, 1e-5);
    await Promise.all([fixed.release(), free.release()]);
  });

  it('follows class names that Python printed, and a file where the metadata cannot be read', async () => {
    const named = await open(
      save('python.onnx', tinyModel({ metadata: { classes: "['3', '2', '1', '0']" } })),
    );
    expect(named.mapping).toMatchObject({ how: 'names', indices: [3, 2, 1, 0] });
    const classes = save('reversed.txt', '3\n2\n1\n0\n');
    const path = save('twice.onnx', tinyModel({ metadata: { names: '["0", "1", "1", "3"]' } }));
    const fromFile = await open(path, { classes });
    expect(fromFile.mapping).toMatchObject({ how: 'names', indices: [3, 2, 1, 0] });
    await Promise.all([named.release(), fromFile.release()]);
  });

  it('takes outputs for probabilities where all of them turn out to be some', async () => {
    const end = [
      node('Exp', ['z'], ['e']),
      node('Reciprocal', ['e'], ['r']),
      node('ReduceSum', ['r', 'one'], ['s']),
      node('Div', ['r', 's'], ['y']),
    ];
    const opened = await open(save('odd.onnx', tinyModel({ end })));
    expect(opened.preflight.output?.kind).toBe('probabilities');
    expect(opened.notices.join()).toContain('their logarithms are used as logits');
    const { logits } = opened.classifier;
    const { images } = await readBatch(opened.dataset.test, [0]);
    expect(Math.max(...(await logits(images)).data)).toBeLessThan(0);
    await opened.release();
  });

  it('is a run’s own, with what the run says of pixels and classes', async () => {
    const run = join(folder, 'run');
    mkdirSync(run);
    const network = buildNetwork('lenet', { classes: 4, shape: [3, 6, 6], random });
    const model = exportModel(network, { classes: ['3', '2', '1', '0'], bounds: [-1, 1] });
    writeFileSync(join(run, 'model.onnx'), encodeModel(model));
    const opened = await open(run);
    expect(opened.normalisation).toMatchObject({
      source: 'metadata',
      convention: { range: [-1, 1] },
      candidates: [],
    });
    // An order of the channels leaves what the run says of the pixels.
    const turned = await open(run, { channels: 'BGR' });
    expect(turned.normalisation).toMatchObject({
      source: 'metadata',
      convention: { range: [-1, 1], channels: 'BGR' },
    });
    await turned.release();
    expect(opened.mapping).toMatchObject({ how: 'names', indices: [3, 2, 1, 0] });
    await opened.release();
  });

  it('has the accuracy that PyTorch measured', async () => {
    const model = sharedPath('models/cifar10_resnet8');
    const datasets = sharedPath('datasets');
    if (!model || !datasets) return;
    const dataDir = temporaryFolder();
    writeFewTraining(dataDir, datasets);
    const opened = await open(model, { dataset: 'cifar-10', dataDir });
    const { test } = opened.dataset;
    const { images, labels } = await readBatch(test, [...test.labels.keys()]);
    const { data: logits } = await opened.classifier.logits(images);
    const right = labels.filter((label, image) => {
      const row = logits.subarray(10 * image, 10 * image + 10);
      return row.indexOf(Math.max(...row)) === label;
    });
    expect(right.length).toBe(713);
    await opened.release();
  });
});

const model = save('model.onnx', tinyModel());
const withWeights = (tensorProto: TensorProto) =>
  foreignModel({
    opset: 13,
    nodes: [node('GlobalAveragePool', ['x'], ['p']), node('Flatten', ['p'], ['y'])],
    inputs: [valueInfo('x', ['n', 4, 6, 6])],
    outputs: [valueInfo('y', ['n', 4])],
    initializers: [{ name: 'w', dataType: Code.FLOAT, ...tensorProto }],
  });
const external = (location: string) =>
  withWeights({ dims: [1n], dataLocation: 1, externalData: [{ key: 'location', value: location }] });

describe('what cannot be opened is an error of one line', () => {
  mkdirSync(join(folder, 'empty'));
  symlinkSync('/etc/hostname', join(folder, 'link.bin'));
  const large = save('large.bin', '');
  truncateSync(large, 2 ** 31 + 4);

  it.each<[string, string, ModelSettings?]>([
    ['nowhere.onnx: there is no such file', join(folder, 'nowhere.onnx')],
    ['is a folder without a model.onnx', join(folder, 'empty')],
    ['the file is empty', save('zero.onnx', '')],
    ['not an ONNX model', save('text.onnx', 'This is no model.\nNot at all.\n')],
    ['not an ONNX model, or one that was cut off', save('cut.onnx', tinyModel().subarray(0, 400))],
    ['must have at most 2147483647 bytes, got 2147483652', large],
    [
      "external data '../../w.bin' must lie in the model's own folder",
      save('up.onnx', external('../../w.bin')),
    ],
    ["external data '/etc/hostname' must lie in", save('root.onnx', external('/etc/hostname'))],
    ["external data 'link.bin' leads out of the model's own folder", save('link.onnx', external('link.bin'))],
    [
      'shape [536870912] needs 536870912 elements, got 1',
      save('claim.onnx', withWeights({ dims: [2n ** 29n], rawData: new Uint8Array(4) })),
    ],
    [
      "If 'culprit': control flow is not supported",
      save('if.onnx', tinyModel({ end: [{ ...node('If', ['z'], ['y']), name: 'culprit' }] })),
    ],
    [
      'depends on its own output',
      save('cycle.onnx', tinyModel({ end: [node('Add', ['z', 'b2'], ['y']), node('Exp', ['y'], ['b2'])] })),
    ],
    [
      'several outputs could be the classes',
      save(
        'two.onnx',
        tinyModel({
          end: [node('Identity', ['z'], ['y']), node('Exp', ['z'], ['e'])],
          outputs: [
            ['e', 'batch', 4],
            ['y', 'batch', 4],
          ],
        }),
      ),
    ],
    [
      'nan.onnx: the logits of image 0 must be finite, got NaN',
      save(
        'nan.onnx',
        tinyModel({ end: [node('Abs', ['z'], ['a']), node('Neg', ['a'], ['m']), node('Log', ['m'], ['y'])] }),
      ),
    ],
    [
      // Which only the engine finds out.
      'beyond.onnx: Non-zero status code returned while running Gather node',
      save(
        'beyond.onnx',
        tinyModel({
          end: [node('Gather', ['z', 'nine'], ['y'], attribute.i('axis', 1))],
          initializers: [int64s('nine', 0, 1, 2, 9)],
        }),
      ),
    ],
    [
      'the model has 4 classes, the data set 5; say which class is which with --class-map FILE',
      model,
      { dataset: data('five.npz', [3, 6, 6], 5) },
    ],
    [
      "twice.onnx: the model's metadata 'names' names '1' twice; name them with --classes FILE",
      save('twice.onnx', tinyModel({ metadata: { names: '["0", "1", "1", "3"]' } })),
    ],
    ["no class named '3'", model, { classes: save('names.txt', '0\n1\n2\nfour\n') }],
    [
      '3 names are given for them; name them with --classes FILE',
      model,
      { classes: save('few.txt', 'a\nb\nc\n') },
    ],
    ['map2.json: not JSON', model, { classMap: save('map2.json', 'cat: dog') }],
    ["no data set 'cifar'; did you mean 'cifar-10'?", model, { dataset: 'cifar' }],
    ['mean needs one number, or one for each of 3 channels, got 2', model, { mean: [0, 1] }],
    [
      "--channels grey does not go with 'colour.npz', whose images have 3 channels",
      model,
      { channels: 'grey' },
    ],
    [
      "--channels BGR does not go with 'grey.npz', whose images have 1 channels",
      model,
      { channels: 'BGR', dataset: grey },
    ],
    [
      'no test image is of a class that the model has',
      model,
      { dataset: data('rare.npz', [3, 6, 6], 5, 4), classMap: save('rare.json', '{"4": 0}') },
    ],
    ["no output 'z2'", model, { output: 'z2' }],
    [
      "--image-size 12: only images of a folder are resized, those of 'colour.npz' have 6×6 pixels",
      model,
      { imageSize: 12 },
    ],
    ["the model takes images of 6 channels, those of 'colour.npz' have 3", model, { layout: 'NHWC' }],
  ])('%s', async (message, path, settings = {}) => {
    const error: Error = await open(path, settings).then(
      () => new Error('it was opened'),
      (refusal) => refusal,
    );
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
    expect(error.message.length).toBeLessThan(700);
  });

  it('a data set is asked for where none is named', async () => {
    const { signal } = new AbortController();
    await expect(openModel(model, {}, { progress: noProgress, signal })).rejects.toThrow(
      'needs images: --dataset',
    );
  });
});
