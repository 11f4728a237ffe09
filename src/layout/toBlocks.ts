import type { Graph } from '../onnx/graph/graph.ts';
import { blockLayout } from './blockLayout.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';

/** The passes over a graph of fixed sizes whose weights stand still, before `gradient` or `finishBlocks`. */
export function toBlocks(graph: Graph, block: number): Graph {
  const folded = foldBatchNorm(graph);
  return block > 1 ? blockLayout(folded, block).graph : folded;
}
