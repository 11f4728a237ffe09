import type { Graph } from '../graph/graph.ts';
import { withSizes } from './withSizes.ts';

/**
 * The graph for batches of exactly `n`: every input whose first size is a name gets `n` there. A graph whose first
 * input has the fixed batch `n` is returned as it is.
 *
 * @throws RangeError when `n` is not a positive whole number
 * @throws Error when the batch of the graph is fixed to another number, or when shapes do not fit at this one
 */
export function withBatch(graph: Graph, n: number): Graph {
  const batches = [...graph.inputs.values()].map(({ shape }) => shape[0]);
  const names = batches.filter((batch) => typeof batch === 'string');
  if (names.length > 0) return withSizes(graph, Object.fromEntries(names.map((name) => [name, n])));
  if (batches[0] === n) return graph;
  throw new Error(`withBatch: '${graph.name}' has a fixed batch of ${batches[0]}, not ${n}`);
}
