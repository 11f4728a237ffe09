import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { sharedPath } from '../support/shared.ts';

/** Models that PyTorch trained: where they and their test images lie, and where an image's label is. */
const models = {
  'a ResNet that PyTorch trained on CIFAR-10': {
    folder: sharedPath('models/cifar10_resnet8'),
    data: sharedPath('datasets/cifar-10-batches-bin'),
    shape: [3, 32, 32],
    read(data: string) {
      const bytes = readFileSync(join(data, 'test_batch.bin'));
      return (n: number) => ({
        label: bytes[n * 3073],
        pixels: bytes.subarray(n * 3073 + 1, (n + 1) * 3073),
      });
    },
  },
  'a LeNet that PyTorch trained on Fashion-MNIST': {
    folder: sharedPath('models/fashion_lenet_softmax'),
    data: sharedPath('datasets/fashion-mnist'),
    shape: [1, 28, 28],
    read(data: string) {
      const unzip = (name: string) => gunzipSync(readFileSync(join(data, `t10k-${name}-ubyte.gz`)));
      const [pixels, labels] = [unzip('images-idx3'), unzip('labels-idx1')];
      return (n: number) => ({
        label: labels[8 + n],
        pixels: pixels.subarray(16 + n * 784, 16 + (n + 1) * 784),
      });
    },
  },
} as const;

/** Those that are here. */
export const sharedModels = Object.entries(models).filter(([, { folder, data }]) => folder && data);

/** The model as a classifier's graph, what was found of it elsewhere, and its first `count` test images. */
export function openSharedModel({ folder, data, shape, read }: (typeof sharedModels)[0][1], count: number) {
  const expected = JSON.parse(readFileSync(join(folder!, 'expected.json'), 'utf8'));
  const graph = classifierOf(
    readModel(join(folder!, 'model.onnx')),
    expected.normalisation_outside_the_graph,
  );
  const images = float32([count, ...shape]);
  const labels = new Int32Array(count);
  const imageAt = read(data!);
  for (let n = 0; n < count; n++) {
    const { label, pixels } = imageAt(n);
    labels[n] = label;
    images.data.set(
      Float32Array.from(pixels, (byte) => byte / 255),
      n * pixels.length,
    );
  }
  return { folder: folder!, expected, graph, images, labels };
}

/** The model with the normalisation that PyTorch did before it, without the softmax at its end. */
function classifierOf(model: Graph, normalisation: { mean: number[]; std: number[] } | null): Graph {
  const [[input, { type, shape }]] = model.inputs;
  const g = new GraphBuilder('classifier');
  const images = g.input('images', type, ['N', ...shape.slice(1)]);
  const { mean, std } = normalisation ?? { mean: [0], std: [1] };
  const channels = [1, mean.length, 1, 1];
  const centred = g.add('Sub', [images, g.constant(float32(channels, mean))]);
  g.add('Div', [centred, g.constant(float32(channels, std))], {}, { name: input });
  for (const [name, value] of model.initializers) g.initializer(name, value);
  const nodes = model.nodes.filter(({ op }) => op !== 'Softmax');
  for (const node of nodes) g.append(node);
  g.output(nodes.at(-1)!.outputs[0], 'logits');
  return g.build();
}
