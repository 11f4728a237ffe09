import { checkNodeCount, gradient } from '../../autodiff/gradient.ts';
import { hasRule } from '../../autodiff/rules.ts';
import { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../../onnx/graph/graph.ts';
import { operatorOf } from '../../onnx/graph/operators.ts';
import { withBatch } from '../../onnx/rewrite/withBatch.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import { nodeList } from './nodeList.ts';

/**
 * What stands in the way of gradients from the logits to the pixels: operators without a rule, by the names of their
 * nodes, or else the first node whose rule does not cover it.
 *
 * @param graph a classifier graph
 * @returns one sentence each; none when there are gradients
 */
export function gradientProblems(graph: Graph): string[] {
  const missing = missingRules(graph, 'images', 'logits');
  if (missing.length > 0) return missing;
  try {
    checkNodeCount(graph.nodes.length);
    const [batch] = graph.inputs.get('images')!.shape;
    const g = GraphBuilder.from(typeof batch === 'number' ? graph : withBatch(graph, 1));
    g.output(g.add('ReduceSum', ['logits'], { keepdims: 0 }), g.fresh('loss'));
    const built = g.build();
    gradient(built, { of: [...built.outputs.keys()].at(-1)!, withRespectTo: ['images'] });
    return [];
  } catch (error) {
    return [(error as Error).message.replace(/^gradient: /, '')];
  }
}

/** The operators without a rule between two values of a graph, by the names of their nodes; one sentence each. */
export function missingRules(graph: Graph, from: Value, to: Value): string[] {
  const missing = onTheWay(graph, from, to).filter((node) => !hasRule(node));
  return [...groupBy(missing, operatorOf)].map(
    ([operator, nodes]) => `operator '${operator}' has no gradient rule: ${nodeList(nodes)}`,
  );
}

/** The nodes that carry floats from one value to another. */
function onTheWay({ nodes, types }: Graph, from: Value, to: Value): Node[] {
  const isFloat = (value: Value) => types.get(value)?.type.startsWith('float') ?? true;
  const reached = new Set([from]);
  for (const { inputs, outputs } of nodes) {
    if (inputs.some((input) => reached.has(input)))
      for (const value of outputs) if (isFloat(value)) reached.add(value);
  }
  const wanted = new Set([to]);
  const path = nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((value) => wanted.has(value) && reached.has(value))) return false;
    for (const input of inputs) if (reached.has(input)) wanted.add(input);
    return inputs.some((input) => reached.has(input));
  });
  return path.toReversed();
}
