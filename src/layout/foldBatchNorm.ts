import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import { makersOf } from '../onnx/graph/makersOf.ts';
import { dropUnused } from '../onnx/rewrite/dropUnused.ts';
import { float32, type Tensor } from '../tensor/tensor.ts';

/**
 * Folds batch normalisations for inference into the convolution in front of them, where nothing else reads its
 * result and all weights are initializers: w′ = w · s/√(v + ε), b′ = (b − m) · s/√(v + ε) + offset.
 */
export function foldBatchNorm(graph: Graph): Graph {
  const initializers = new Map(graph.initializers);
  const types = new Map(graph.types);
  const makers = makersOf(graph.nodes);
  const readers = new Map<Value, number>();
  for (const value of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.keys()]) {
    readers.set(value, (readers.get(value) ?? 0) + 1);
  }
  const replaced = new Map<Node, Node | null>();
  for (const node of graph.nodes) {
    if (node.op !== 'BatchNormalization' || node.attributes.training_mode === 1) continue;
    const conv = makers.get(node.inputs[0]);
    if (conv?.op !== 'Conv' || conv.domain !== '' || readers.get(node.inputs[0]) !== 1) continue;
    const constants = [conv.inputs[1], ...node.inputs.slice(1), ...conv.inputs.slice(2)].map((name) =>
      initializers.get(name),
    );
    if (constants.some((value) => value?.type !== 'float32')) continue;
    const [weights, scale, offset, mean, variance, bias] = constants as Tensor<'float32'>[];
    const { epsilon = 1e-5 } = node.attributes;
    const [y] = node.outputs;
    const names = { weights: `${y}.folded_weight`, bias: `${y}.folded_bias` };
    const folded = float32(weights.shape, weights.data.slice());
    const offsets = float32(scale.shape);
    const filter = weights.data.length / scale.data.length;
    for (let channel = 0; channel < scale.data.length; channel++) {
      const factor = scale.data[channel] / Math.sqrt(variance.data[channel] + (epsilon as number));
      for (let place = channel * filter; place < (channel + 1) * filter; place++)
        folded.data[place] *= factor;
      offsets.data[channel] =
        ((bias?.data[channel] ?? 0) - mean.data[channel]) * factor + offset.data[channel];
    }
    for (const [name, value] of [
      [names.weights, folded],
      [names.bias, offsets],
    ] as const) {
      initializers.set(name, value);
      types.set(name, { type: value.type, shape: value.shape });
    }
    replaced.set(conv, null);
    replaced.set(node, { ...conv, inputs: [conv.inputs[0], names.weights, names.bias], outputs: [y] });
  }
  const nodes = graph.nodes.flatMap((node) => (replaced.has(node) ? (replaced.get(node) ?? []) : node));
  return dropUnused({ ...graph, initializers, types, nodes });
}
