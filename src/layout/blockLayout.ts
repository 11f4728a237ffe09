import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph, Node, Value } from '../onnx/graph/graph.ts';
import type { NodeOf } from '../onnx/graph/operators.ts';
import { dropUnused } from '../onnx/rewrite/dropUnused.ts';
import { BlockedValues } from './blockedValues.ts';
import { blockers } from './blockers.ts';

/** Where a blocked graph says how many channels are in a block; gradient rules need to know. */
const blockKey = 'passband.block';

export interface BlockedGraph {
  readonly graph: Graph;
  /** Inputs [O, I, kh, kw] whose memory must be in blocked order. */
  readonly blockedInputs: readonly Value[];
}

/**
 * Rewrites a graph to the CPU provider's blocked layout, in which a value's memory is [N, C/b, H, W, b] while its
 * declared shape stays NCHW. Convolutions whose channels divide into blocks run blocked, and so does what lies
 * between them; everything else stays as it is, with a reorder in front. Inputs and outputs keep their
 * names and layout, so the graph computes the same values, and `gradient` differentiates it like any other. Convolutions'
 * weights that are initializers are stored in blocked order.
 *
 * @param block b, the number of channels in a block: 16 with AVX-512, 8 with AVX2
 * @param options.blockedInputs inputs that are convolutions' weights come in blocked order (`reorderWeights`)
 *   instead of being reordered at each run; their names are returned
 */
export function blockLayout(graph: Graph, block: number, { blockedInputs = false } = {}): BlockedGraph {
  const g = GraphBuilder.rewriting(graph);
  const values = new BlockedValues(g, block, blockedInputs ? graph.inputs : new Map());
  for (const node of graph.nodes) {
    if (!blockers[node.op]?.(values, node as NodeOf<never>)) appendPlain(values, node, graph);
  }
  for (const name of graph.outputs.keys()) g.output(values.plain(name), name);
  g.describe({ [blockKey]: String(block) });
  return { graph: dropUnused(g.build()), blockedInputs: [...values.blockedInputs] };
}

function appendPlain({ g, plain, setPlain }: BlockedValues, node: Node, { outputs, types }: Graph): void {
  // Names of the graph's outputs are kept free for the end, where a blocked value may have to be reordered first and
  // the node that makes an output bears its name.
  const rename = (value: Value) => (value === '' || !outputs.has(value) ? value : g.fresh(`${value}.plain`));
  const renamed = node.outputs.map(rename);
  const known = new Map(renamed.map((value, index) => [value, types.get(node.outputs[index])!]));
  g.append(
    {
      ...node,
      name: rename(node.name),
      inputs: node.inputs.map((input) => (input === '' ? '' : plain(input))),
      outputs: renamed,
    },
    known,
  );
  for (const [index, value] of node.outputs.entries()) setPlain(value, renamed[index]);
}
