import { readFileSync } from 'node:fs';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** The shared CIFAR-10 model with its normalisation inside: `images` in [0, 1] to `logits`. */
export async function canonicalResnet8(folder: string): Promise<Graph> {
  const model = await readModel(`${folder}/model.onnx`);
  const { mean, std } = JSON.parse(
    readFileSync(`${folder}/expected.json`, 'utf8'),
  ).normalisation_outside_the_graph;
  const [input] = model.inputs.keys();
  const [output] = model.outputs.keys();
  const g = new GraphBuilder('resnet8');
  const images = g.input('images', 'float32', ['N', 3, 32, 32]);
  g.reserve(model);
  const normalised = g.add('Div', [
    g.add('Sub', [images, g.constant(float32([1, 3, 1, 1], mean))]),
    g.constant(float32([1, 3, 1, 1], std)),
  ]);
  for (const [name, value] of model.initializers) g.initializer(name, value);
  for (const node of model.nodes) {
    const inputs = node.inputs.map((name) => (name === input ? normalised : name));
    const outputs = node.outputs.map((name) => (name === output ? 'logits' : name));
    g.append({ ...node, inputs, outputs });
  }
  g.output('logits');
  return g.build();
}

/** The first test images of CIFAR-10. */
export function cifarTestImages(file: string, count: number) {
  const bytes = readFileSync(file);
  const pixels = new Uint8Array(count * 3072);
  const labels = new Int32Array(count);
  for (let image = 0; image < count; image++) {
    labels[image] = bytes[image * 3073];
    pixels.set(bytes.subarray(image * 3073 + 1, (image + 1) * 3073), image * 3072);
  }
  return { images: arrayImages(pixels, [3, 32, 32]), labels, count };
}
