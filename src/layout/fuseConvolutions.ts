import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import { isOperator } from '../onnx/graph/operators.ts';

/**
 * Lets blocked convolutions take a following addition and Relu along, which saves a pass over memory each. Of an
 * addition's two terms the later convolution is taken, if nothing else reads its result.
 *
 * Run it after `gradient`: a fused convolution has no gradient rule.
 */
export function fuseConvolutions(graph: Graph): Graph {
  const uses = countUses(graph);
  const nodes: (Node | null)[] = [...graph.nodes];
  const producers = new Map<Value, number>();
  const shape = (value: Value) => `${graph.types.get(value)?.shape}`;

  /** Where the convolution stands that makes `value` for one reader, −1 if there is none. */
  function convolutionOf(value: Value): number {
    const index = producers.get(value) ?? -1;
    const node = nodes[index];
    if (!node || !isOperator(node, 'com.microsoft.nchwc:Conv')) return -1;
    return uses.get(value) === 1 && node.attributes.activation === undefined ? index : -1;
  }

  graph.nodes.forEach((node, index) => {
    const [y] = node.outputs;
    if (node.op === 'Add' && shape(node.inputs[0]) === shape(node.inputs[1])) {
      const [first, second] = node.inputs.map((input) => {
        const found = convolutionOf(input);
        return found >= 0 && nodes[found]!.inputs.length < 4 ? found : -1;
      });
      const taken = Math.max(first, second);
      if (taken >= 0) {
        const { inputs } = nodes[taken]!;
        const sum = node.inputs[taken === first ? 1 : 0];
        nodes[index] = {
          ...nodes[taken]!,
          inputs: [inputs[0], inputs[1], inputs[2] ?? '', sum],
          outputs: [y],
        };
        nodes[taken] = null;
      }
    } else if (node.op === 'Relu') {
      const taken = convolutionOf(node.inputs[0]);
      if (taken >= 0) {
        const { attributes } = nodes[taken]!;
        nodes[index] = { ...nodes[taken]!, attributes: { ...attributes, activation: 'Relu' }, outputs: [y] };
        nodes[taken] = null;
      }
    }
    for (const output of node.outputs) producers.set(output, index);
  });

  const g = GraphBuilder.rewriting(graph);
  for (const node of nodes) if (node) g.append(node, graph.types);
  for (const name of graph.outputs.keys()) g.output(name);
  return g.build();
}

function countUses({ nodes, outputs }: Graph): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const count = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const node of nodes) node.inputs.forEach(count);
  for (const output of outputs.keys()) count(output);
  return uses;
}
