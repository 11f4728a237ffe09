import type { Graph } from '../onnx/graph/graph.ts';
import { expandBatchNorm } from './expandBatchNorm.ts';
import { foldableReorders } from './foldableReorders.ts';
import { fuseConvolutions } from './fuseConvolutions.ts';
import { stackConvolutions } from './stackConvolutions.ts';

/** The passes over a blocked graph that is complete: what they make has no gradient rules. */
export function finishBlocks(graph: Graph, block: number): Graph {
  if (block === 1) return graph;
  return fuseConvolutions(stackConvolutions(foldableReorders(expandBatchNorm(graph), block), block));
}
