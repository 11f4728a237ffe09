import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fgsm } from '#passband/attacks/fgsm.ts';
import { linf } from '#passband/attacks/norms.ts';
import { pgd } from '#passband/attacks/pgd.ts';
import { gradient } from '#passband/autodiff/gradient.ts';
import { addCrossEntropy } from '#passband/networks/crossEntropy.ts';
import { GraphBuilder } from '#passband/onnx/builder.ts';
import { decodeModel } from '#passband/onnx/decodeModel.ts';
import type { Graph } from '#passband/onnx/graph.ts';
import { decodeNpy } from '#passband/tensor/npy.ts';
import { float32, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/runGraph.ts';
import { sharedPath } from '../support/shared.ts';

const folder = sharedPath('models/cifar10_resnet8');
const testBatch = sharedPath('datasets/cifar-10-batches-bin/test_batch.bin');
const count = 200;

describe.skipIf(!folder || !testBatch)('on a ResNet that PyTorch trained on CIFAR-10', () => {
  const images = float32([count, 3, 32, 32]);
  const labels = new Int32Array(count);
  let expected: Record<string, number>;
  let attacked: Graph;
  const bounds = [0, 1] as const;

  beforeAll(() => {
    const bytes = readFileSync(testBatch!);
    for (let n = 0; n < count; n++) {
      labels[n] = bytes[n * 3073];
      for (let index = 0; index < 3072; index++)
        images.data[n * 3072 + index] = bytes[n * 3073 + 1 + index] / 255;
    }
    const record = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8'));
    expected = record;
    const model = decodeModel(readFileSync(`${folder}/model.onnx`));
    attacked = withGradient(normalised(model, record.normalisation_outside_the_graph));
  });

  const classifier = {
    bounds,
    async inputGradient(batch: Tensor<'float32'>, truth: Int32Array) {
      const targets = float32([count, 10]);
      truth.forEach((label, n) => {
        targets.data[n * 10 + label] = 1;
      });
      const results = await runGraph(attacked, { images: batch, targets });
      return {
        gradient: results['gradient/images'] as Tensor<'float32'>,
        logits: results.output as Tensor<'float32'>,
      };
    },
  };

  /** How many images are still right, with each attack's own strength in L∞ checked on the way. */
  async function surviving(adversarial: Tensor<'float32'>): Promise<number> {
    const delta = Float64Array.from(adversarial.data, (pixel, index) => pixel - images.data[index]);
    expect(linf.size(delta)).toBeLessThanOrEqual(8 / 255);
    const { logits } = await classifier.inputGradient(adversarial, labels);
    return labels.filter((label, n) => {
      const row = slice(logits, n, n + 1).data;
      return row.indexOf(Math.max(...row)) === label;
    }).length;
  }

  it('the input gradient is the one that PyTorch computed', async () => {
    const { gradient: found } = await classifier.inputGradient(images, labels);
    const golden = decodeNpy(readFileSync(`${folder}/input_gradient.npy`)).data as Float32Array;
    const largest = golden.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    golden.forEach((value, index) => {
      expect(Math.abs(found.data[index] - value)).toBeLessThan(1e-4 * largest);
    });
  });

  it('fgsm at 8/255 leaves the accuracy that PyTorch found, within one image', async () => {
    const left = await surviving(await fgsm(classifier, images, labels, { epsilon: 8 / 255 }));
    expect(Math.abs(left - count * expected.fgsm_8_255_accuracy_200)).toBeLessThan(1.001);
  });

  it('pgd at 8/255 leaves the accuracy that PyTorch found, within one image', async () => {
    const options = { epsilon: 8 / 255, stepSize: 2 / 255, steps: 10 };
    const left = await surviving(await pgd(classifier, images, labels, options));
    const found = expected.pgd_8_255_step_2_255_10_steps_no_random_start_accuracy_200;
    expect(Math.abs(left - count * found)).toBeLessThan(1.001);
  });
});

/** The model with the normalisation that PyTorch did before it. */
function normalised(model: Graph, { mean, std }: { mean: number[]; std: number[] }): Graph {
  const [input] = model.inputs.keys();
  const g = new GraphBuilder('normalised');
  const images = g.input('images', 'float32', [count, 3, 32, 32]);
  const centred = g.add('Sub', [images, g.constant(float32([1, 3, 1, 1], mean))]);
  g.add('Div', [centred, g.constant(float32([1, 3, 1, 1], std))], {}, { name: input });
  for (const [name, value] of model.initializers) g.initializer(name, value);
  for (const node of model.nodes) g.append(node);
  g.output('output');
  return g.build();
}

/** Adds the input `targets`, one-hot, and the gradient of the summed cross-entropy with respect to `images`. */
function withGradient(graph: Graph): Graph {
  const g = GraphBuilder.from(graph);
  const loss = addCrossEntropy(g, 'output', g.input('targets', 'float32', [count, 10]), 1);
  return gradient(g.build(), { of: loss, withRespectTo: ['images'] });
}
