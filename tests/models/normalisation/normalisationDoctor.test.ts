import { readFileSync } from 'node:fs';
import * as onnxruntime from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { readWhole } from '#passband/data/dataset/dataset.ts';
import { limitDataset } from '#passband/data/dataset/limitDataset.ts';
import { loadDataset } from '#passband/data/loadDataset.ts';
import { normalisationSchema } from '#passband/models/normalisation/normalisation.ts';
import { normalisationDoctor } from '#passband/models/normalisation/normalisationDoctor.ts';
import { withTransposed } from '#passband/models/normalisation/transposedLayouts.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import { conventionImages } from '#passband/networks/classifier/conventionImages.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { sharedPath } from '../../support/shared.ts';

const pool = createPool({ threads: 1 });
afterAll(() => pool.release());
const block = await blockSize(onnxruntime);

const side = 3;
const classes = 8;
const random = seededRandom('doctor');
const noisy = (centre: number, size: number) => Math.min(1, Math.max(0, centre + size * random.normal()));
const prototypes = float32(
  [classes, 3, side, side],
  Float32Array.from({ length: classes * 27 }, random.uniform),
);

/** Prototypes with noise, 30 a class. */
function labelled(n = 240): { images: Tensor<'float32'>; labels: Int32Array } {
  const labels = Int32Array.from({ length: n }, (_, index) => index % classes);
  const pixels = Array.from(labels, (label) =>
    Array.from(prototypes.data.subarray(27 * label, 27 * label + 27), (value) => noisy(value, 0.3)),
  );
  return { images: float32([n, 3, side, side], pixels.flat()), labels };
}

/**
 * A model that wants its images as `convention` says: the logits are −‖x − prototype‖² / 2, in units of its own pixels,
 * which are 3 × 3 × 3, so that its shape does not tell the layout.
 */
function nearestPrototype(convention: Convention): Graph {
  const fed = conventionImages(prototypes, convention, 3);
  const own = Array.from({ length: classes }, (_, label) => {
    const image = fed.data.subarray(27 * label, 27 * label + 27);
    const cells = [0, 1, 2].flatMap((a) => [0, 1, 2].flatMap((b) => [0, 1, 2].map((c) => [a, b, c])));
    const placeOf = (axis: string) => convention.layout.indexOf(axis) - 1;
    return cells.map((cell) => image[cell[placeOf('C')] * 9 + cell[placeOf('H')] * 3 + cell[placeOf('W')]]);
  });
  // As likely as the noise makes them.
  const span = (convention.range[1] - convention.range[0]) / convention.std[0];
  const scale = 1 / (0.3 * span) ** 2;
  const g = new GraphBuilder('prototypes');
  const x = g.input('x', 'float32', ['n', 3, side, 3]);
  const weights = Array.from(
    { length: 27 * classes },
    (_, index) => scale * own[index % classes][Math.floor(index / classes)],
  );
  const offsets = own.map((image) => -0.5 * scale * image.reduce((sum, value) => sum + value * value, 0));
  const flat = g.add('Flatten', [x], { axis: 1 });
  g.output(
    g.add('Gemm', [
      flat,
      g.initializer('w', float32([27, classes], weights)),
      g.initializer('b', float32([classes], offsets)),
    ]),
    'y',
  );
  return g.build();
}

const options = { pool, block, channels: 3, classes, layouts: ['NCHW', 'NHWC'] as const };

describe('the normalisation doctor', () => {
  const { images, labels } = labelled();

  it.each<Partial<Convention>>([
    {},
    { layout: 'NHWC' },
    { channels: 'BGR', layout: 'NHWC' },
    { range: [0, 255] },
    { range: [0, 255], channels: 'BGR', layout: 'NHWC', mean: [103.939, 116.779, 123.68] },
    { mean: [0.5], std: [0.5], layout: 'NHWC' },
    { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  ])('finds how a model wants its images: %j', async (part) => {
    const convention = { ...plainConvention, ...part };
    const found = await normalisationDoctor(nearestPrototype(convention), images, labels, options);
    expect(found.convention).toEqual(convention);
    expect(found.source).toBe('measured');
    expect(found.candidates[0].accuracy).toBeGreaterThan(0.8);
    expect(normalisationSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
  });

  it.each<Partial<Convention>>([{ layout: 'NCWH' }, { layout: 'NWHC', range: [0, 255] }])(
    'finds that rows and columns are exchanged: %j',
    async (part) => {
      const convention = { ...plainConvention, ...part };
      const layouts = withTransposed(options.layouts, [3, side, side]);
      const found = await normalisationDoctor(nearestPrototype(convention), images, labels, {
        ...options,
        layouts,
      });
      expect(found.convention).toEqual(convention);
      expect(found.candidates[0].accuracy).toBeGreaterThan(0.8);
    },
  );

  it('exchanges nothing where that does no better', async () => {
    const flat = nearestPrototype(plainConvention);
    const blind = { ...flat, initializers: new Map(flat.initializers).set('w', float32([27, classes])) };
    const layouts = withTransposed(['NCHW'], [3, side, side]);
    const found = await normalisationDoctor(blind, images, labels, { ...options, layouts });
    expect(found.convention.layout).toBe('NCHW');
    expect(found.candidates.map(({ name }) => name)).toContain('pixels 0–255, NCWH');
    expect(found.warnings.join()).not.toContain('NCWH');
  });

  it('uses what is given, and warns where something else does better', async () => {
    const model = nearestPrototype({ ...plainConvention, range: [0, 255] });
    const given = { range: [0, 1] as [number, number], mean: [0], std: [1] };
    const found = await normalisationDoctor(model, images, labels, { ...options, given });
    expect(found).toMatchObject({ source: 'given', convention: { range: [0, 1] } });
    expect(found.warnings).toEqual([
      expect.stringMatching(/^accuracy as given is .*%, with 'pixels 0–255, NCHW' it would be .*%/),
    ]);
  });

  it('warns of double normalisation, given or found', async () => {
    const convention = { ...plainConvention, mean: [0.5], std: [0.5] };
    const inner = ['Sub_1'];
    const model = nearestPrototype(convention);
    const found = await normalisationDoctor(model, images, labels, { ...options, inner });
    expect(found.warnings[0]).toBe(
      "double normalisation: the model normalises its input itself ('Sub_1'), and NCHW RGB, 0 to 1, mean 0.5, std 0.5 comes before that",
    );
    const plain = await normalisationDoctor(nearestPrototype(plainConvention), images, labels, {
      ...options,
      inner,
    });
    expect(plain.warnings[0]).toBe(
      "the model normalises its input itself ('Sub_1'); nothing is subtracted or divided before it",
    );
  });

  it('is undecided where conventions of different kinds do equally well', async () => {
    const flat = nearestPrototype(plainConvention);
    const grey = { ...flat, initializers: new Map(flat.initializers).set('w', float32([27, classes])) };
    const found = await normalisationDoctor(grey, images, labels, options);
    expect(found.decided).toBe(false);
    expect(found.warnings).toEqual([
      expect.stringMatching(/^undecided: /),
      'no convention does better than chance; are the classes in the right order?',
    ]);
  });

  it('counts an answer that is not a number as wrong', async () => {
    const model = nearestPrototype(plainConvention);
    const broken = {
      ...model,
      initializers: new Map(model.initializers).set('b', float32([classes], Array(classes).fill(NaN))),
    };
    const { candidates } = await normalisationDoctor(broken, images, labels, options);
    for (const candidate of candidates)
      expect(candidate).toMatchObject({ correct: 0, meanLogLikelihood: null });
  });

  it.each([
    ['cifar10_resnet8', 'cifar-10'],
    ['fashion_lenet_softmax', 'fashion-mnist'],
  ])('finds what PyTorch did before %s', async (name, data) => {
    const [path, dataDir] = [sharedPath(`models/${name}`), sharedPath('datasets')];
    if (!path || !dataDir) return;
    const { normalisation_outside_the_graph: outside } = JSON.parse(
      readFileSync(`${path}/expected.json`, 'utf8'),
    );
    const whole = await loadDataset(data, { dataDir, limit: 1 });
    const { shape, test } = limitDataset(whole, { test: 400, random: seededRandom(0) });
    const batch = await readWhole(test);
    const found = await normalisationDoctor(readModel(`${path}/model.onnx`), batch.images, batch.labels, {
      ...options,
      channels: shape[0],
      classes: 10,
      layouts: ['NCHW'],
    });
    const { range, mean, std } = found.convention;
    const rounded = (values: number[]) => values.map((value) => Number(value.toFixed(4)));
    expect({ range, mean, std }).toEqual({
      range: [0, 1],
      mean: outside ? rounded(outside.mean) : [0],
      std: outside ? rounded(outside.std) : [1],
    });
  });
});
