import type { Graph, Node, Value } from './graph.ts';

const quantising = new Set(['QuantizeLinear', 'DynamicQuantizeLinear']);

/** The nodes that round what a graph computes of its inputs to whole numbers; quantised weights are none. */
export function quantisers({ inputs, nodes }: Pick<Graph, 'inputs' | 'nodes'>): Node[] {
  const reached = new Set<Value>(inputs.keys());
  return nodes.filter((node) => {
    if (!node.inputs.some((input) => reached.has(input))) return false;
    for (const output of node.outputs) reached.add(output);
    return node.domain === '' && quantising.has(node.op);
  });
}

/** Whether a node finds the scale of its whole numbers in the values of a whole run, which are those of all its images. */
export const seesWholeRun = ({ op, domain }: Node) => domain === '' && op === 'DynamicQuantizeLinear';
