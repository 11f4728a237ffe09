import { attack } from '#passband/attacks/attack.ts';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { radialMasks, splitGraph } from '#passband/networks/lens/splitGraph.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { createSession } from '#passband/runtime/session.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { usualShards } from '#passband/training/config/config.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import { createEvaluate } from '#passband/training/evaluation/createEvaluate.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';

/** Something to time: `run` does it once. */
export interface Work {
  run(): Promise<unknown>;
  release(): Promise<void>;
}

export const networks = {
  resnet32: { name: 'resnet-32', shape: [3, 32, 32], batchNorm: false },
  resnet18: { name: 'resnet-18', shape: [3, 32, 32], batchNorm: true },
  lenet: { name: 'lenet', shape: [1, 28, 28], batchNorm: false },
} as const;

export type NetworkKey = keyof typeof networks;

const classes = 10;

function uniform(shape: readonly number[]) {
  const random = seededRandom('bench');
  return float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.uniform));
}

function networkOf(key: NetworkKey, options: { training: boolean; batch?: number }) {
  const { name, shape, batchNorm } = networks[key];
  return buildNetwork(name, { classes, shape, batchNorm, random: seededRandom('weights'), ...options });
}

/** Our side of every row of the table; `batch` images on `threads` cores. */
export const works: Record<
  'infer' | 'grad' | 'step' | 'split' | 'pgd' | 'pgd-falling',
  (key: NetworkKey, options: { batch: number; threads: number }) => Promise<Work>
> = {
  async infer(key, { batch, threads }) {
    const { pool, classifier } = await classifierOf(key, threads);
    const images = uniform([batch, ...networks[key].shape]);
    return { run: () => classifier.logits(images), release: () => pool.release() };
  },
  async grad(key, { batch, threads }) {
    const { pool, classifier } = await classifierOf(key, threads);
    const images = uniform([batch, ...networks[key].shape]);
    const labels = Int32Array.from({ length: batch }, (_, index) => index % classes);
    return { run: () => classifier.inputGradient(images, labels), release: () => pool.release() };
  },
  async step(key, { batch, threads }) {
    const engine = await createEngine({
      build: (images) => networkOf(key, { training: true, batch: images }),
      loss: classificationLoss,
      batchSize: batch,
      optimizer: { name: 'adam' },
      shards: usualShards({ ...networks[key], threads, batchSize: batch }),
      threads,
      block: await blockSize(onnxruntime),
    });
    const images = uniform([batch, ...networks[key].shape]);
    const labels = oneHot(
      Int32Array.from({ length: batch }, (_, index) => index % classes),
      classes,
    );
    let step = 0;
    const run = () =>
      engine.step(
        { images, targets: { labels }, masks: {} },
        { learningRate: 1e-4, weightDecay: 0, step: ++step },
      );
    return { run, release: () => engine.release() };
  },
  async split(key, { batch, threads }) {
    const { shape } = networks[key];
    const radii = [4, 8, 12, 16];
    const session = await createSession(onnxruntime, splitGraph(shape, radii.length), { threads });
    const feeds = {
      images: uniform([batch, ...shape]),
      masks: radialMasks(shape[1], shape[2], radii),
    };
    return { run: () => session.run(feeds), release: () => session.release() };
  },
  pgd: (key, options) => pgd(key, { ...options, epsilon: 1e-3 }),
  'pgd-falling': (key, options) => pgd(key, { ...options, epsilon: 0.1 }),
};

/**
 * PGD of ten steps from images that are all right at first, since their labels are the network's own answers. At
 * 1e-3 all of them are right to the end; at the other epsilon they fall on the way.
 */
async function pgd(
  key: NetworkKey,
  { batch, threads, epsilon }: { batch: number; threads: number; epsilon: number },
): Promise<Work> {
  const { pool, classifier } = await classifierOf(key, threads);
  const images = uniform([batch, ...networks[key].shape]);
  const { data } = await classifier.logits(images);
  const labels = Int32Array.from({ length: batch }, (_, image) => {
    const row = data.subarray(image * classes, (image + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
  const settings = attackSettings({ method: 'pgd', epsilon, steps: 10, randomStart: false });
  return {
    async run() {
      const { fallen } = await attack(classifier, images, labels, settings, {
        random: seededRandom('bench'),
      });
      const count = fallen.filter(Boolean).length;
      if (epsilon === 1e-3 ? count > 0 : count < batch / 2) throw new Error(`pgd: ${count} images fell`);
    },
    release: () => pool.release(),
  };
}

async function classifierOf(key: NetworkKey, threads: number) {
  const pool = createPool({ threads });
  const block = await blockSize(onnxruntime);
  const classifier = await createClassifier(pool, networkOf(key, { training: false }).graph, { block });
  return { pool, classifier };
}

/** Measuring `count` images on x alone, or on x and eight components. */
export async function measuring(
  key: NetworkKey,
  { count, threads, radii }: { count: number; threads: number; radii: readonly number[] },
): Promise<Work> {
  const { shape } = networks[key];
  const pool = createPool({ threads });
  const { graph } = networkOf(key, { training: false });
  const evaluate = createEvaluate(pool, () => graph, {
    block: await blockSize(onnxruntime),
    rescale: 'none',
  });
  const split = {
    images: arrayImages(uniform([count, ...shape]).data, shape),
    labels: new Int32Array(count),
    count,
  };
  return { run: () => evaluate(split, { radii }), release: () => pool.release() };
}
