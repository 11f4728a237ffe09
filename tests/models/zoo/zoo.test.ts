import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { preflight, stoppingProblem } from '#passband/models/preflight/preflight.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { quantisers } from '#passband/onnx/graph/quantisers.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { onnxruntime } from '#passband/runtime/onnxruntime.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { argmax } from '#passband/tensor/argmax.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { slice, type Tensor } from '#passband/tensor/tensor.ts';
import { withoutRounding } from '../../support/models/withoutRounding.ts';
import { sharedPath } from '../../support/shared.ts';
import { gradientErrors } from './gradientErrors.ts';
import { plainAnswers, preprocessed } from './plainAnswers.ts';
import { cifar, type Images, imagenet, mnist, unsure } from './zooImages.ts';

interface Published {
  readonly file: string;
  readonly data: (count: number) => Images;
  readonly count: number;
  /** As `expected.json` states the preprocessing. */
  readonly convention: Partial<Convention>;
  /** Images whose two best answers are equal, which a quantised model's may be. */
  readonly ties?: number;
  /** Images whose gradients are compared with differences, and that are attacked. */
  readonly few: number;
}

const published: readonly Published[] = [
  { file: 'mnist_cntk', data: mnist, count: 256, convention: { range: [0, 255] }, few: 4 },
  { file: 'mnist_cntk_int8', data: mnist, count: 256, convention: {}, few: 4 },
  { file: 'mnist_djl', data: mnist, count: 256, convention: {}, few: 4 },
  { file: 'cifar10_winml', data: cifar, count: 300, convention: { mean: [0.5], std: [0.5] }, few: 4 },
  {
    file: 'cifar10_resnet8_int8',
    data: cifar,
    count: 288,
    convention: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
    ties: 3,
    few: 16,
  },
  {
    file: 'imagenet_squeezenet_fp16',
    data: imagenet,
    count: 260,
    convention: { channels: 'BGR', range: [0, 255], mean: [104, 117, 123] },
    few: 1,
  },
];

const zoo = sharedPath('models/zoo');
const datasets = ['mnist', 'cifar-10-batches-bin', 'imagenet-val-260'].map((name) =>
  sharedPath(`datasets/${name}`),
);
const expected: { file: string; accuracy: number; top5?: number }[] = zoo
  ? JSON.parse(readFileSync(`${zoo}/expected.json`, 'utf8')).models
  : [];

describe.skipIf(!zoo || datasets.includes(undefined))('models that other people trained', () => {
  // One thread, so that no batch is cut: the graphs without rounding hold for the images of one.
  const pool = createPool({ threads: 1 });
  afterAll(() => pool.release());

  it('are all here', () => {
    const classifiers = expected.filter(({ accuracy }) => accuracy !== undefined);
    expect(published.map(({ file }) => `${file}.onnx`).sort()).toEqual(
      classifiers.map(({ file }) => file).sort(),
    );
  });

  describe.each(published)('$file', ({ file, data, count, convention, ties = 0, few }) => {
    const path = `${zoo}/${file}.onnx`;
    const whole = { ...plainConvention, ...convention };
    const graph = () => classifierGraph(readModel(path), whole);
    const open = async (opened: Graph) =>
      createClassifier(pool, opened, { block: await blockSize(onnxruntime) });

    it('gives the answers of ONNX Runtime, and the accuracy that is expected', async () => {
      const { images, labels } = data(count);
      const classifier = await open(graph());
      const logits = await classifier.logits(images);
      const plain = await plainAnswers(path, preprocessed(images, whole));
      const { accuracy, top5 } = expected.find((model) => model.file === `${file}.onnx`)!;
      const [right, plainRight] = [logits, plain].map((answers) => rightOf(answers, labels, 1));
      expect(right).toBe(plainRight);
      expect((right / count).toFixed(3)).toBe(accuracy.toFixed(3));
      if (top5) expect((rightOf(logits, labels, 5) / count).toFixed(3)).toBe(top5.toFixed(3));
      if (quantisers(graph()).length > 0) expect(differences(logits, plain)).toEqual({ most: 0, ties });
      await classifier.release();
    });

    it('has the gradient that finite differences show', async () => {
      const { images, labels } = unsure(data(few), file);
      const classifier = await open(graph());
      const { gradient, logits } = await classifier.inputGradient(images, labels);
      expect(logits.data).toEqual((await classifier.logits(images)).data);
      const [batch] = graph().inputs.get('images')!.shape;
      const size = typeof batch === 'number' ? batch : few;
      const errors: number[] = [];
      for (let start = 0; start < few; start += size) {
        const some = slice(images, start, start + size);
        const smooth =
          quantisers(graph()).length > 0
            ? await open(await withoutRounding(graph(), { images: some }))
            : classifier;
        const chosen = { images: some, labels: labels.subarray(start, start + size) };
        errors.push(...(await gradientErrors(smooth, chosen, slice(gradient, start, start + size))));
        if (smooth !== classifier) await smooth.release();
      }
      expect(errors).toHaveLength(few);
      // Sums that two graphs add up in different orders are sometimes rounded to different whole numbers.
      const isQuantised = quantisers(graph()).length > 0;
      expect(errors.toSorted((a, b) => a - b)[few >> 1]).toBeLessThan(0.02);
      expect(Math.max(...errors)).toBeLessThan(isQuantised ? 0.1 : 0.02);
      await classifier.release();
    });

    it('is attacked along its gradient and without one', async () => {
      const { images, labels } = data(few);
      const classifier = await open(graph());
      for (const given of [
        { method: 'pgd', steps: 3, epsilon: 8 / 255 },
        { method: 'square', steps: 3, epsilon: 8 / 255 },
      ] as const) {
        const { adversarial, fallen } = await attack(classifier, images, labels, attackSettings(given), {
          random: seededRandom(file),
        });
        const answers = await classifier.logits(adversarial);
        const [, classes] = answers.shape;
        labels.forEach((label, image) => {
          const answer = argmax(answers.data.subarray(image * classes, (image + 1) * classes));
          expect(answer !== label).toBe(fallen[image] === 1);
        });
      }
      await classifier.release();
    });
  });

  it('is no classifier where it finds boxes, which is said in a sentence', () => {
    const problem = stoppingProblem(preflight(readModelFile(`${zoo}/coco_yolox_nano.onnx`)));
    expect(problem).toMatch(/'output' \[1, 3549, 85\].*detector/);
    expect(problem).not.toMatch(/[\n]/);
  });
});

/** Images whose label is among the `top` largest answers. */
function rightOf({ data, shape: [, classes] }: Tensor<'float32'>, labels: Int32Array, top: number): number {
  return labels.reduce((count, label, image) => {
    const row = data.subarray(image * classes, (image + 1) * classes);
    return count + (row.filter((answer) => answer > row[label]).length < top ? 1 : 0);
  }, 0);
}

/** Largest difference of two models' logits, and images whose two best are equal. */
function differences(first: Tensor<'float32'>, second: Tensor<'float32'>): { most: number; ties: number } {
  const [count, classes] = first.shape;
  let [most, ties] = [0, 0];
  for (let image = 0; image < count; image++) {
    const rows = [first, second].map(({ data }) => data.subarray(image * classes, (image + 1) * classes));
    rows[0].forEach((logit, at) => {
      most = Math.max(most, Math.abs(logit - rows[1][at]));
    });
    const [best, next] = rows[1].toSorted((a, b) => b - a);
    if (best === next) ties++;
  }
  return { most, ties };
}
