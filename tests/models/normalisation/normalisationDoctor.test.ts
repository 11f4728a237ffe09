import * as onnxruntime from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDataset } from '#passband/data/loadDataset.ts';
import { type ExaminedModel, examineModel } from '#passband/models/examineModel.ts';
import type { KnownData } from '#passband/models/normalisation/commonConventions.ts';
import { likelyConventions } from '#passband/models/normalisation/likelyConventions.ts';
import { normalisationSchema } from '#passband/models/normalisation/normalisation.ts';
import { normalisationDoctor } from '#passband/models/normalisation/normalisationDoctor.ts';
import { withTransposed } from '#passband/models/normalisation/transposedLayouts.ts';
import { openWithImages } from '#passband/models/openWithImages.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import { conventionImages } from '#passband/networks/classifier/conventionImages.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createPool, type Pool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { writeFewTraining } from '../../support/fewTraining.ts';
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

/** Prototypes with noise. */
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

/** The same model for grey images of zero mean: neither range nor mean nor the order of channels changes its answers much. */
function sameOfEach(model: Graph): Graph {
  const w = model.initializers.get('w')!.data as Float32Array;
  const pixels = 9;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const grey = Array.from({ length: pixels * classes }, (_, at) =>
    mean([0, 1, 2].map((channel) => w[channel * pixels * classes + at])),
  );
  const offsets = Array.from({ length: classes }, (_, label) =>
    mean(grey.filter((_, at) => at % classes === label)),
  );
  const own = Array.from(w, (_, at) => grey[at % (pixels * classes)] - offsets[at % classes]);
  return {
    ...model,
    initializers: new Map(model.initializers)
      .set('w', float32([27, classes], own))
      .set('b', float32([classes])),
  };
}

const likely = (data: KnownData | null) =>
  likelyConventions(nearestPrototype(plainConvention), {
    ...{ image: [3, side, side], layout: 'NCHW', classes, inner: [], data },
  });
const options = {
  ...{ pool, block, channels: 3, classes, likely: likely(null) },
  layouts: ['NCHW', 'NHWC'] as const,
};

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

  it('loads a model once, whatever it tries, and each of its gradient’s graphs once where conventions tie', async () => {
    const loaded: string[] = [];
    const counting: Pool = {
      ...pool,
      load(graph) {
        const { inputs } = graph as Graph;
        loaded.push(`${[...inputs.keys()]} ${inputs.get('images')!.shape}`);
        return pool.load(graph);
      },
    };
    const layouts = withTransposed(['NCHW'], [3, side, side]);
    const found = await normalisationDoctor(nearestPrototype(plainConvention), images, labels, {
      ...{ ...options, layouts, pool: counting, block: 1, gradients: true },
      more: async () => labelled(480),
    });
    expect(found.tie!.names.length).toBeGreaterThan(1);
    expect(found.tie!.step).not.toBeNull();
    expect(loaded.filter((text) => !text.includes('targets'))).toHaveLength(1);
    expect(new Set(loaded).size).toBe(loaded.length);
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

  it('says where nothing does better than chance', async () => {
    const flat = nearestPrototype(plainConvention);
    const grey = { ...flat, initializers: new Map(flat.initializers).set('w', float32([27, classes])) };
    const found = await normalisationDoctor(grey, images, labels, { ...options, gradients: true });
    expect(found).toMatchObject({ decided: false, convention: plainConvention, tie: { step: null } });
    expect(found.warnings).toEqual([
      expect.stringMatching(/^undecided: /),
      'no convention does better than chance; are the classes in the right order?',
    ]);
  });

  describe('where conventions tie', () => {
    const model = sameOfEach(nearestPrototype(plainConvention));
    const graph = { ...options, layouts: ['NCHW'] as const, gradients: true };
    const ofCifar = likely('CIFAR-10');

    it('says which, how much hangs on it, and takes the plainest', async () => {
      const found = await normalisationDoctor(model, images, labels, graph);
      expect(found.decided).toBe(false);
      expect(found.convention).toEqual(plainConvention);
      expect(found.tie!.names).toEqual(
        expect.arrayContaining(['pixels 0–1', 'pixels 0–1, BGR', 'mean and std 0.5']),
      );
      expect(found.tie!.names[0]).toBe('pixels 0–1');
      expect(found.tie!.scale).toBeGreaterThan(3);
      expect(found.tie!.step).toMatchObject({ n: 128 });
      expect(found.warnings).toEqual([
        expect.stringMatching(
          /^undecided: 'pixels 0–1' \(.*%\), .* do equally well on 240 images; 'pixels 0–1' is used, as it is the plainest; after one gradient-sign step \(FGSM\) of \d+\/255, accuracy on 128 images is .*; settle it with --mean/,
        ),
      ]);
      expect(normalisationSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found);
    });

    it('takes the data set’s own statistics, and RGB', async () => {
      const found = await normalisationDoctor(model, images, labels, { ...graph, likely: ofCifar });
      expect(found.convention).toMatchObject({ channels: 'RGB', mean: [0.4914, 0.4822, 0.4465] });
      expect(found.warnings[0]).toContain("'CIFAR-10' is used, as these are the statistics of CIFAR-10; ");
    });

    it('looks at more images, which may decide', async () => {
      const plain = nearestPrototype(plainConvention);
      const asked: number[] = [];
      const few = labelled(8);
      const more = async () => {
        asked.push(1);
        return labelled(4000);
      };
      const some = { ...graph, likely: ofCifar };
      const alone = await normalisationDoctor(plain, few.images, few.labels, some);
      expect(alone).toMatchObject({ decided: false, tie: { n: 8 } });
      const found = await normalisationDoctor(plain, few.images, few.labels, { ...some, more });
      expect(asked).toEqual([1]);
      expect(found).toMatchObject({ decided: true, convention: plainConvention, warnings: [] });
    });

    it('names the scale of perturbations where there is no gradient', async () => {
      const found = await normalisationDoctor(model, images, labels, { ...graph, gradients: false });
      expect(found.tie!.step).toBeNull();
      expect(found.warnings[0]).toContain('between them a perturbation reaches the model up to ');
    });
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
    [
      'cifar10_resnet8/model',
      'cifar-10',
      [0],
      { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    ],
    ['fashion_lenet_softmax/model', 'fashion-mnist', [0, 1], { mean: [0], std: [1] }],
    ['zoo/cifar10_winml', 'cifar-10', [0, 3], { mean: [0.5], std: [0.5] }],
  ] as const)('finds what was published of %s', async (name, data, seeds, published) => {
    const [path, datasets] = [sharedPath(`models/${name}.onnx`), sharedPath('datasets')];
    if (!path || !datasets) return;
    const dataDir = temporaryFolder();
    writeFewTraining(dataDir, datasets);
    const dataset = await loadDataset(data, { dataDir, limit: 1 });
    const examined = examineModel(readModelFile(path), { image: dataset.shape }) as ExaminedModel;
    for (const seed of seeds) {
      const opened = await openWithImages(examined, dataset, { pool, block, random: seededRandom(seed) });
      await opened.classifier.release();
      expect(opened.normalisation.convention).toMatchObject({ range: [0, 1], ...published });
    }
  });
});
