import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditSettings } from '#passband/audit/plan/auditSettings.ts';
import { decodeNpy } from '#passband/tensor/npy.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor, tensor } from '#passband/tensor/tensor.ts';
import { auditOpenModel } from '#passband/workflows/audit/auditOpenModel.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import { openModel } from '#passband/workflows/models/openModel.ts';
import { npzFile, writeFiles } from '../../support/dataFiles.ts';
import { runModel } from '../../support/models/runGraph.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn } from '../../support/passband.ts';

const CLASSES = 1000;
const COUNT = 2;
const epsilon = { value: 8 / 255, text: '8/255' };
const told = { progress: noProgress, signal: new AbortController().signal };

/** Patches of grey or colour, each with noise of its own. */
function patches(shape: readonly number[]): Tensor<'uint8'> {
  const random = seededRandom('patches');
  const [channels, height, width] = shape;
  const images = new Uint8Array(COUNT * sizeOf(shape));
  for (let plane = 0, at = 0; plane < COUNT * channels; plane++) {
    const [level, noise] = [random.uniform(), random.uniform() / 2];
    for (let pixel = 0; pixel < height * width; pixel++, at++) {
      images[at] = Math.min(Math.max(255 * (level + noise * (random.uniform() - 0.5)), 0), 255);
    }
  }
  return tensor('uint8', [COUNT, ...shape], images);
}

/** What the model says of each image: the index of a class. */
async function answersOf(model: Uint8Array, { shape, data }: Tensor<'uint8'>): Promise<number[]> {
  const images = float32(
    shape,
    Float32Array.from(data, (value) => value / 255),
  );
  const { y } = await runModel(model, { pixels: images });
  return Array.from({ length: COUNT }, (_, image) => {
    const row = (y.data as Float32Array).subarray(image * CLASSES, (image + 1) * CLASSES);
    return row.reduce((best, value, at) => (value > row[best] ? at : best), 0);
  });
}

/**
 * Files of a model of 1,000 classes and of images whose labels are its own answers.
 *
 * @returns the pixels of the first image, which is `photo.png` too
 */
async function writeFixture(folder: string, shape: readonly number[]): Promise<Uint8Array> {
  const [channels, size, width] = shape;
  const model = tinyModel({ channels, size, width, classes: CLASSES });
  const images = patches(shape);
  const answers = await answersOf(model, images);
  const told = [...new Set(answers)];
  // Data of one class are none: beside one answer alone stands a class whose images are learned and not tested.
  const classes = told.length > 1 ? told : [told[0], (told[0] + 1) % CLASSES];
  const labels = answers.map((answer) => classes.indexOf(answer));
  const learned = labels.map((_, image) => image % classes.length);
  const map = Object.fromEntries(classes.map((index, label) => [label, index]));
  writeFiles(folder, {
    'model.onnx': model,
    'map.json': JSON.stringify(map),
    'data.npz': npzFile({
      images,
      labels: tensor('int32', [COUNT], Int32Array.from(learned)),
      test_images: images,
      test_labels: tensor('int32', [COUNT], Int32Array.from(labels)),
    }),
    'gate.json': JSON.stringify({ clean: ['>=', 1], 'lfc@16': ['>=', 0] }),
  });
  const first = images.data.subarray(0, sizeOf(shape));
  const interleaved = Uint8Array.from(
    first,
    (_, at) => first[(at % channels) * size * width + Math.floor(at / channels)],
  );
  const raw = { width, height: size, channels: channels as 1 | 3 };
  await writeFile(join(folder, 'photo.png'), await sharp(interleaved, { raw }).png().toBuffer());
  return first;
}

/** Channels, height and width, and what is done beside an audit of each part and a split. */
export interface LargeCase {
  readonly shape: readonly number[];
  /** The audit's attacks and its certificate, which take seconds for each image and plane. */
  readonly attacks: boolean;
  readonly smoothed: boolean;
  /** Learned by a network of its own, and attacked by the command. */
  readonly learned: boolean;
}

/**
 * The tests of one `describe`: all that is done with a model of 1,000 classes and images of a shape. As large as ImageNet's, where
 * what a call or a stack can hold is no longer enough for an image or for its answers.
 */
export function largeImages({ shape, attacks, smoothed, learned }: LargeCase): void {
  const folder = mkdtempSync(join(tmpdir(), 'passband-large-'));
  const given = '--dataset data.npz --class-map map.json --mean 0 --std 1 --range 0,1 --threads 2';
  const json = (...names: string[]) => JSON.parse(readFileSync(join(folder, ...names), 'utf8'));

  async function passband(line: string): Promise<void> {
    const { status, stderr } = await passbandIn(folder)(...line.split(' '), '--quiet');
    expect(status, stderr).toBe(0);
  }

  let photo: Uint8Array;
  beforeAll(async () => {
    photo = await writeFixture(folder, shape);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is audited, and the gate judges it', async () => {
    const path = join(folder, 'model.onnx');
    const given = { dataset: join(folder, 'data.npz'), classMap: join(folder, 'map.json'), threads: 2 };
    const quick = auditSettings({
      budget: 'quick',
      preset: 'paper',
      seed: 0,
      radii: [16],
      epsilons: [epsilon],
    });
    // Each part on little.
    const settings = {
      ...quick,
      images: 2,
      radiusStep: 150,
      certificateImages: attacks ? 1 : 0,
      attackImages: attacks ? 1 : 0,
      heatMapImages: 1,
      heatMapStep: 32,
    };
    const open = await openModel(path, { ...given, mean: [0], std: [1], range: [0, 1] }, told);
    try {
      const request = { models: [path], flags: {} };
      await auditOpenModel(open, {
        folder: join(folder, 'audit'),
        name: 'model',
        request,
        ...{ choices: quick, plan: settings },
        ...told,
      });
    } finally {
      await open.release();
    }
    const { status, measures, checks, sections } = json('audit', 'audit.json');
    expect(status).toBe('finished');
    expect(measures.clean).toMatchObject({ value: 1, n: 2 });
    const parts = [
      'probes',
      'radiusCurve',
      'firstLayer',
      'heatMap',
      ...(attacks ? ['attacks', 'certificate'] : []),
    ];
    expect(Object.keys(sections)).toEqual(expect.arrayContaining(parts));
    expect(checks.length).toBeGreaterThan(2);
    expect(checks.filter((check: { status: string }) => check.status === 'fail')).toEqual([]);
    expect(readFileSync(join(folder, 'audit', 'audit.html'), 'utf8')).toContain('</html>');
    await passband('gate audit/audit.json --config gate.json');
  });

  if (learned)
    it('is attacked', async () => {
      await passband(`attack model.onnx ${given} --steps 3 --epsilon 8/255 --out attacked`);
      const { status, clean } = json('attacked', 'attack.json');
      expect(status).toBe('finished');
      expect(clean).toMatchObject({ value: 1, n: COUNT });
    });

  if (smoothed)
    it('is smoothed', async () => {
      await passband(`smooth model.onnx ${given} --limit 1 --rho 0.5 --epsilon 8/255 --out smoothed`);
      const { smoothing } = json('smoothed', 'smooth.json');
      expect(smoothing.rows[0].measures.clean.value).toBe(1);
    });

  it('has images that are split', async () => {
    await passband('split photo.png --radius 16 --out split');
    const [lfc, hfc] = ['lfc', 'hfc'].map((part) =>
      decodeNpy(readFileSync(join(folder, 'split', 'photo', `${part}-r16.npy`))),
    );
    // Files of images have three channels once they are read.
    expect(lfc.shape).toEqual([3, ...shape.slice(1)]);
    expect((lfc.data as Float32Array)[7] + (hfc.data as Float32Array)[7]).toBeCloseTo(photo[7] / 255, 5);
  });

  if (learned)
    it('is learned, measured and reported', async () => {
      mkdirSync(join(folder, 'runs'), { recursive: true });
      await passband(
        'train --dataset data.npz --network six-conv --batch-size 2 --epochs 1 --radius 16 --threads 2 --out runs/six',
      );
      expect(readFileSync(join(folder, 'runs', 'six', 'report.html'), 'utf8')).toContain('</html>');
    });
}
