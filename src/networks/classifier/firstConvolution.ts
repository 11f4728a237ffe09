import type { Graph, Node, Value } from '../../onnx/graph/graph.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantWeights } from './constantWeights.ts';

/** The layer that sees the images: the only one whose kernels act on image frequencies (§6.1). */
export interface FirstConvolution {
  readonly node: Node;
  /** [out, in / group, height, width], as the file has them: a batch normalisation behind it is not multiplied in. */
  readonly weights: Tensor<'float32'>;
}

/**
 * Finds the convolution that depends on the graph's input and on no other convolution. What lies before it does not
 * matter: normalisation, transposition, padding, or a 1×1 convolution of each channel by itself, which is
 * a normalisation too. Its weights may be an initializer or made of one (`constantWeights`).
 *
 * @param graph of any input and output names: a model as it was read, or the canonical classifier
 * @throws Error that names the graph or the node: no such convolution, several side by side, one that is not
 *   of images, a dilated one, or weights that are not constant
 */
export function firstConvolution(graph: Graph): FirstConvolution {
  const found = convolutionsOnImages(graph);
  if (found.length === 0) {
    throw new Error(
      `firstConvolution: graph '${graph.name}' must have a convolution of its input, found none`,
    );
  }
  if (found.length > 1) {
    const names = found.map(({ name, op }) => `'${name || op}'`).join(', ');
    throw new Error(
      `firstConvolution: graph '${graph.name}' must have one first convolution, got ${found.length} side by side: ${names}`,
    );
  }
  const [node] = found;
  const { dilations = [1] } = node.attributes;
  if ((dilations as readonly number[]).some((step) => step !== 1)) {
    throw new Error(
      `firstConvolution: Conv '${node.name}' must have kernels without gaps, its dilations are [${dilations}]`,
    );
  }
  const weights = constantWeights(graph, node.inputs[1]);
  if (!weights) {
    throw new Error(`firstConvolution: the weights of Conv '${node.name}' must be constant`);
  }
  if (weights.shape.length !== 4) {
    throw new Error(
      `firstConvolution: Conv '${node.name}' must have weights [out, in, height, width], got [${weights.shape}]`,
    );
  }
  return { node, weights };
}

/** Convolutions that no other one comes before, in the order of the graph. */
function convolutionsOnImages(graph: Graph): Node[] {
  const fromImages = new Set<Value>(graph.inputs.keys());
  const behindConvolution = new Set<Value>();
  const found: Node[] = [];
  for (const node of graph.nodes) {
    if (!node.inputs.some((input) => fromImages.has(input))) continue;
    for (const output of node.outputs) fromImages.add(output);
    const isBehind = node.inputs.some((input) => behindConvolution.has(input));
    const isFirst = !isBehind && isConvolution(node) && !scalesChannels(graph, node);
    if (isFirst) found.push(node);
    if (isFirst || isBehind) for (const output of node.outputs) behindConvolution.add(output);
  }
  return found;
}

const isConvolution = ({ op, domain }: Node) => domain === '' && op === 'Conv';

/** Whether a convolution only multiplies each channel by a number, as exporters write a normalisation. */
function scalesChannels({ types }: Graph, { inputs, attributes }: Node): boolean {
  const [out, perGroup, ...kernel] = types.get(inputs[1])?.shape ?? [];
  return perGroup === 1 && out === (attributes.group ?? 1) && out !== 1 && kernel.every((size) => size === 1);
}
