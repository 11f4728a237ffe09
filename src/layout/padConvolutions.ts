import { GraphBuilder } from '../onnx/builder.ts';
import type { Graph, Node } from '../onnx/graph.ts';

/**
 * Pads the input of blocked convolutions in a node of its own. The operator computes output pixels whose window
 * reaches over the left or right edge one by one, others six at a time, so a pass over memory is the cheaper way
 * where images are narrow. The filter gradient pads the same way, and ONNX Runtime then computes it once.
 */
export function padConvolutions(graph: Graph, block: number): Graph {
  const g = GraphBuilder.from({ ...graph, nodes: [], outputs: new Map() });
  g.reserve(graph.types.keys());
  for (const node of graph.nodes)
    g.append(worthPadding(g, node, block) ? padded(g, node, block) : node, graph.types);
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

function worthPadding(g: GraphBuilder, { op, domain, inputs, attributes }: Node, block: number): boolean {
  if (op !== 'Conv' || domain !== 'com.microsoft.nchwc') return false;
  const [, left, , right] = attributes.pads as readonly number[];
  const [outChannels, inChannels] = g.shape(inputs[1]);
  const width = g.shape(inputs[0])[3];
  // Per output pixel the edges cost some outChannels · inChannels / width, the pass over memory inChannels.
  return attributes.group === 1 && inChannels >= block && left + right > 0 && outChannels >= width;
}

function padded(g: GraphBuilder, node: Node, block: number): Node {
  const [x, ...others] = node.inputs;
  const [top, left, bottom, right] = node.attributes.pads as readonly number[];
  const [, channels, height, width] = g.shape(x);
  const lines = g.add('Reshape', [x, g.ints(0, channels / block, height, width * block)]);
  const wide = g.add('Pad', [lines, g.ints(0, 0, top, left * block, 0, 0, bottom, right * block)]);
  const sides = g.ints(0, channels, height + top + bottom, width + left + right);
  const inputs = [g.add('Reshape', [wide, sides]), ...others];
  return { ...node, inputs, attributes: { ...node.attributes, pads: [0, 0, 0, 0] } };
}
