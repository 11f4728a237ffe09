import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import { standardNode } from '../onnx/graph/standardNode.ts';

/**
 * Writes the reorders of weights that stand still as Reshape and Transpose. A ReorderInput is ten times as fast, but ONNX
 * Runtime computes only the standard's own operators when it loads a graph, and computes what depends on another in every run.
 */
export function foldableReorders(graph: Graph, block: number): Graph {
  const g = GraphBuilder.rewriting(graph);
  const constant = new Set<Value>(['', ...graph.initializers.keys()]);
  for (const node of graph.nodes) {
    const isConstant = node.inputs.every((input) => constant.has(input));
    if (isConstant) for (const output of node.outputs) constant.add(output);
    if (isConstant && node.op === 'ReorderInput') reorder(g, node, block);
    else g.append(node, graph.types);
  }
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

/** [N, C, H, W] in the memory order [N, C/b, H, W, b]. */
function reorder(g: GraphBuilder, { inputs: [x], outputs: [y] }: Node, block: number): void {
  const shape = g.shape(x);
  const [count, channels, height, width] = shape;
  const squares = g.add('Reshape', [x, g.ints(count, channels / block, block, height * width)]);
  const turned = g.add('Transpose', [squares], { perm: [0, 1, 3, 2] });
  const inputsOf = [turned, g.ints(...shape)];
  g.append(standardNode('Reshape', { name: y, inputs: inputsOf }));
}
