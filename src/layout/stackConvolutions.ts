import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import { isOperator, type NodeOf } from '../onnx/graph/operators.ts';
import { standardNode } from '../onnx/graph/standardNode.ts';
import { int64 } from '../tensor/tensor.ts';

/** Rows of an image up to which stacking pays; at 8 rows it was no faster than leaving it. */
const MOST_ROWS = 4;
/** Weights, in floats, that no longer stay in the cache next to an image. */
const LEAST_WEIGHTS = 2 ** 18;

/**
 * Runs blocked convolutions over very small images on all images at once, as one tall image: the operator reads all
 * of its weights again for each image, which at 4×4 pixels and 512 channels is most of its time. Images lie below
 * one another with the padding between them, and the rows that mix two images are left out of the result.
 */
export function stackConvolutions(graph: Graph, block: number): Graph {
  const g = GraphBuilder.rewriting(graph);
  for (const node of graph.nodes) {
    if (worthStacking(g, node)) stack(g, node, block);
    else g.append(node, graph.types);
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

type BlockedConv = NodeOf<'com.microsoft.nchwc:Conv'>;

function worthStacking(g: GraphBuilder, node: Node): node is BlockedConv {
  if (!isOperator(node, 'com.microsoft.nchwc:Conv') || node.attributes.group !== 1) return false;
  const { inputs, attributes } = node;
  const [top, left, bottom, right] = attributes.pads;
  const [count, , height] = g.shape(inputs[0]);
  const weights = g.shape(inputs[1]);
  const same = top === bottom && left === right && weights[2] === 2 * top + 1 && weights[3] === 2 * left + 1;
  const large = weights.reduce((product, size) => product * size, 1) >= LEAST_WEIGHTS;
  return same && top > 0 && `${attributes.strides}` === '1,1' && count > 1 && height <= MOST_ROWS && large;
}

function stack(g: GraphBuilder, node: BlockedConv, block: number): void {
  const [x, weights, ...bias] = node.inputs;
  const [y] = node.outputs;
  const [pad, side] = node.attributes.pads;
  const [count, channels, height, width] = g.shape(x);
  const outChannels = g.shape(weights)[0];
  const rows = height + pad;
  const lines = g.add('Reshape', [x, g.ints(count, channels / block, height, width * block)]);
  const byChannel = g.add('Transpose', [lines], { perm: [1, 0, 2, 3] });
  const apart = g.add('Pad', [byChannel, g.ints(0, 0, 0, side * block, 0, 0, pad, side * block)]);
  const tall = g.add('Reshape', [apart, g.ints(1, channels, count * rows, width + 2 * side)]);
  const attributes = { ...node.attributes, pads: [pad, 0, pad, 0] };
  const result = g.add('Conv', [tall, weights, ...bias], attributes, { domain: 'com.microsoft.nchwc' });
  const all = g.add('Reshape', [result, g.ints((outChannels / block) * count * rows, width * block)]);
  const kept = g.add('Gather', [all, imageRows(g, { count, blocks: outChannels / block, height, rows })], {
    axis: 0,
  });
  const inputs = [kept, g.ints(count, outChannels, height, width)];
  g.append(standardNode('Reshape', { name: y, inputs }));
}

/** Rows of the tall image in the order [image, block of channels, row]. */
function imageRows(
  g: GraphBuilder,
  { count, blocks, height, rows }: { count: number; blocks: number; height: number; rows: number },
): Value {
  const order: number[] = [];
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < blocks; channel++) {
      for (let row = 0; row < height; row++) order.push((channel * count + image) * rows + row);
    }
  }
  return g.constant(int64([order.length], order));
}
