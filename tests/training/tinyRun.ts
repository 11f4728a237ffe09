import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { type Dataset, readWhole, type Split } from '#passband/data/dataset/dataset.ts';
import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { engineBatchSize } from '#passband/training/batches/epochBatches.ts';
import { type GivenConfig, resolveConfig, type TrainingConfig } from '#passband/training/config/config.ts';
import { optimizerSettings } from '#passband/training/config/optimizerSettings.ts';
import { optimizerOf } from '#passband/training/config/optimizers.ts';
import type { Batch, Engine } from '#passband/training/engine/engine.ts';
import type { Evaluate } from '#passband/training/evaluation/evaluate.ts';
import { createRun, datasetRecord, type Run } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import {
  type ClassificationTaskOptions,
  classificationTask,
} from '#passband/training/tasks/classification/classificationTask.ts';
import { type TrainOptions, train } from '#passband/training/train.ts';
import { temporaryFolder } from '../support/dataFiles.ts';

export const classes = 3;
const pixels = 2 * 4 * 4;

/** Noise images whose mean tells the class, two channels of 4 × 4. */
export function tinyDataset(trainCount = 47, testCount = 20): Dataset {
  const random = seededRandom('tiny data');
  const split = (count: number): Split => {
    const labels = Int32Array.from({ length: count }, () => random.integer(classes));
    const bytes = new Uint8Array(count * pixels);
    bytes.forEach((_, index) => {
      bytes[index] = 50 + 60 * labels[Math.floor(index / pixels)] + random.integer(80);
    });
    return { images: arrayImages(bytes, [2, 4, 4]), labels, count };
  };
  return {
    name: 'tiny',
    classes: ['a', 'b', 'c'],
    shape: [2, 4, 4],
    train: split(trainCount),
    test: split(testCount),
    notices: [],
    hashes: { generator: 'tiny' },
  };
}

/** The softmax regression of an image with a mask and a running mean on its input: all that an engine has, in plain code. */
export function tinyEngine(config: Run['record']['config'], trainCount: number): Engine {
  const batchSize = engineBatchSize(config, trainCount);
  const optimizer = optimizerOf(optimizerSettings(config));
  const random = seededRandom(config.seed).fork('weights');
  const weight = float32(
    [classes, pixels],
    Array.from({ length: classes * pixels }, () => random.normal() / 10),
  );
  const bias = float32([classes]);
  const mean = float32([pixels]);
  const parameters = new Map([
    ['fc.weight', weight],
    ['fc.bias', bias],
  ]);
  const slots = new Map(
    optimizer.slots.map((slot) => [
      slot,
      new Map([...parameters].map(([name, { shape }]) => [name, float32(shape)])),
    ]),
  );
  return {
    batchSize,
    block: 1,
    parameters,
    statistics: new Map([['input.running_mean', mean]]),
    slots,
    masks: new Map([['input.mask', [batchSize, pixels]]]),
    async step({ images, targets: { labels }, masks }: Batch, hyper) {
      const inputs = float32(
        [batchSize, pixels],
        images.data.map((value, at) => value * masks['input.mask'].data[at]),
      );
      const logits = logitsOf(inputs, weight, bias);
      const { loss, gradient } = crossEntropy(logits, labels);
      const gradients = new Map([
        ['fc.weight', new Float32Array(classes * pixels)],
        ['fc.bias', new Float32Array(classes)],
      ]);
      for (let row = 0; row < batchSize; row++) {
        for (let unit = 0; unit < classes; unit++) {
          const dy = gradient.data[row * classes + unit];
          gradients.get('fc.bias')![unit] += dy;
          for (let pixel = 0; pixel < pixels; pixel++) {
            gradients.get('fc.weight')![unit * pixels + pixel] += dy * inputs.data[row * pixels + pixel];
          }
        }
        for (let pixel = 0; pixel < pixels; pixel++) {
          mean.data[pixel] += 0.1 * (inputs.data[row * pixels + pixel] - mean.data[pixel]);
        }
      }
      for (const [name, { data }] of parameters) {
        const states = optimizer.slots.map((slot) => slots.get(slot)!.get(name)!.data);
        optimizer.update({ parameters: data, gradients: gradients.get(name)!, slots: states }, hyper);
      }
      return { loss, results: { logits } };
    },
    release: async () => {},
  };
}

/** Measures a tiny engine: x as it is, LFC and HFC as copies that the radius darkens, so that every row differs. */
export function tinyEvaluate(engine: Engine): Evaluate {
  return async (split, { radii }) => {
    const { images, labels } = await readWhole(split);
    const measure = (component: 'x' | 'lfc' | 'hfc', radius: number | null, scale: number) => {
      const inputs = float32(
        [split.count, pixels],
        images.data.map((value) => value * scale),
      );
      const logits = logitsOf(inputs, engine.parameters.get('fc.weight')!, engine.parameters.get('fc.bias')!);
      const targets = float32([split.count, classes]);
      labels.forEach((label, row) => {
        targets.data[row * classes + label] = 1;
      });
      let correct = 0;
      labels.forEach((label, row) => {
        const own = [...logits.data.subarray(row * classes, (row + 1) * classes)];
        if (own.indexOf(Math.max(...own)) === label) correct++;
      });
      return { component, radius, loss: crossEntropy(logits, targets).loss, correct, n: split.count };
    };
    return [
      measure('x', null, 1),
      ...radii.flatMap((radius) => [
        measure('lfc', radius, 1 - 1 / radius),
        measure('hfc', radius, 1 / radius),
      ]),
    ];
  };
}

function logitsOf(
  inputs: Tensor<'float32'>,
  weight: Tensor<'float32'>,
  bias: Tensor<'float32'>,
): Tensor<'float32'> {
  const count = inputs.shape[0];
  const logits = float32([count, classes]);
  for (let row = 0; row < count; row++) {
    for (let unit = 0; unit < classes; unit++) {
      let sum = bias.data[unit];
      for (let pixel = 0; pixel < pixels; pixel++) {
        sum += inputs.data[row * pixels + pixel] * weight.data[unit * pixels + pixel];
      }
      logits.data[row * classes + unit] = sum;
    }
  }
  return logits;
}

function crossEntropy(logits: Tensor<'float32'>, targets: Tensor<'float32'>) {
  const count = logits.shape[0];
  const gradient = float32(logits.shape);
  let loss = 0;
  for (let row = 0; row < count; row++) {
    const own = [...logits.data.subarray(row * classes, (row + 1) * classes)];
    const top = Math.max(...own);
    const logSum = top + Math.log(own.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    own.forEach((logit, unit) => {
      const target = targets.data[row * classes + unit];
      loss -= (target * (logit - logSum)) / count;
      gradient.data[row * classes + unit] = (Math.exp(logit - logSum) - target) / count;
    });
  }
  return { loss, gradient };
}

export interface TinyRun {
  readonly run: Run;
  readonly dataset: Dataset;
  /** Trains in a new process's place: a new engine, streams and options made from the record alone. */
  readonly go: (
    options?: Partial<TrainOptions> &
      Partial<Pick<ClassificationTaskOptions, 'dataset' | 'evaluate' | 'transformBatch'>> & {
        readonly wrap?: (engine: Engine) => Engine;
      },
  ) => Promise<Run>;
}

interface Parts {
  /** Of the run's folder; by default a temporary one of the test's. */
  readonly parent?: string | undefined;
  readonly dataset?: Dataset;
  readonly makeEngine?: (config: TrainingConfig, trainCount: number) => Engine | Promise<Engine>;
  readonly makeEvaluate?: (engine: Engine, dataset: Dataset) => Evaluate;
}

/** SHA-256 of every file of a run but `run.json`, which names the folder. The clock stands still, so bytes may be compared. */
export async function runContent(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      names.sort().map(async (name) => {
        const digest = createHash('sha256').update(await readFile(name));
        return [name.slice(folder.length), digest.digest('hex')] as const;
      }),
    ),
  );
}

/** A new run in a temporary folder: everything random is on, the clock stands still. */
export async function tinyRun(
  given: Omit<GivenConfig, 'dataset'> = {},
  { dataset = tinyDataset(), makeEngine = tinyEngine, makeEvaluate = tinyEvaluate, parent }: Parts = {},
): Promise<TinyRun> {
  const folder = join(parent ?? temporaryFolder(), 'run');
  const config = resolveConfig(
    {
      dataset: 'tiny',
      epochs: 4,
      batchSize: 6,
      optimizer: 'sgd',
      momentum: 0.9,
      learningRate: 0.2,
      schedule: 'cosine',
      warmupEpochs: 1,
      weightDecay: 1e-3,
      radius: [2, 4],
      mixup: 0.5,
      augment: true,
      holdOut: 4,
      evaluationSample: 15,
      tensorboard: true,
      seed: 7,
      ...given,
    },
    { threads: 1, out: folder },
  );
  const content = {
    config,
    versions: { passband: '0', node: '0', onnxruntime: '0' },
    dataset: datasetRecord(dataset, config),
    parameters: classes * (pixels + 1),
  };
  const run = await createRun(content, classification);
  return {
    run,
    dataset,
    go: async ({ wrap = (engine: Engine) => engine, evaluate, transformBatch, ...options } = {}) => {
      const made = await makeEngine(config, dataset.train.count);
      const engine = wrap(made);
      const random: Random = seededRandom(config.seed);
      const task = classificationTask({
        dataset: options.dataset ?? dataset,
        config,
        evaluate: evaluate ?? makeEvaluate(engine, dataset),
        transformBatch,
      });
      try {
        return await train({ run, engine, task, random, now: () => 0, ...options });
      } finally {
        await made.release();
      }
    },
  };
}
