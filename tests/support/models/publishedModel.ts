import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Node } from '#passband/onnx/graph/graph.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { type Random, seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { sharedPath } from '../shared.ts';

/** Published topologies of ImageNet's size, 224 pixels and 1,000 classes, whose files have constants for weights. */
export const publishedNames = ['squeezenet', 'resnet50', 'bvlc_alexnet', 'vgg19'] as const;

export type PublishedName = (typeof publishedNames)[number];

export const uniform = (random: Random, count: number, low: number, high: number) =>
  Float32Array.from({ length: count }, () => low + (high - low) * random.uniform());

/** A prime number of draws, repeated for as many weights as a layer has: as good here as all of them. */
const table = uniform(seededRandom('weights'), 65537, -1, 1);

/**
 * A published model with random weights in place of the constant ones, which would hide mistakes; it ends before the softmax, with no
 * output yet.
 *
 * @returns null, after a notice, where the shared data is not there
 */
export function publishedModel(name: PublishedName): {
  readonly g: GraphBuilder;
  readonly input: string;
  readonly shape: number[];
  readonly logits: string;
} | null {
  const path = sharedPath(`fixtures/onnx-light/light_${name}.onnx`);
  if (!path) return null;
  const graph = readModel(path);
  const g = GraphBuilder.rewriting(graph);
  const positive = new Set(
    graph.nodes.flatMap(({ op, inputs: [, scale, , , variance] }) =>
      op === 'BatchNormalization' ? [scale, variance] : [],
    ),
  );
  const draws = ({ inputs: [shapeInput], outputs: [output] }: Node) => {
    const shape = Array.from(graph.initializers.get(shapeInput)!.data as BigInt64Array, Number);
    const bound = shape.length === 1 ? 0.1 : Math.sqrt(6 / sizeOf(shape.slice(1)));
    const values = table.map((value) => (positive.has(output) ? 0.75 + value / 4 : bound * value));
    const weights = float32(shape);
    for (let at = 0; at < weights.data.length; at += values.length) {
      weights.data.set(values.subarray(0, weights.data.length - at), at);
    }
    return weights;
  };
  for (const node of graph.nodes) {
    if (node.op === 'ConstantOfShape') g.initializer(node.outputs[0], draws(node));
    else if (node.op !== 'Softmax') g.append(node);
  }
  const [[input, { shape }]] = [...graph.inputs];
  return { g, input, shape: shape as number[], logits: graph.nodes.at(-1)!.inputs[0] };
}
