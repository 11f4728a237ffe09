import type { Graph } from '../onnx/graph.ts';
import { expandBatchNorm } from './expandBatchNorm.ts';
import { fuseConvolutions } from './fuseConvolutions.ts';
import { padConvolutions } from './padConvolutions.ts';

/** The passes over a blocked graph that is complete: what they make has no gradient rules. */
export function finishBlocks(graph: Graph, block: number): Graph {
  return block > 1 ? padConvolutions(fuseConvolutions(expandBatchNorm(graph)), block) : graph;
}
