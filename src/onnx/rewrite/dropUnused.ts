import type { Graph } from '../graph/graph.ts';

/** The graph without the initializers that nothing reads. */
export function dropUnused(graph: Graph): Graph {
  const used = new Set([...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs.keys()]);
  return { ...graph, initializers: new Map([...graph.initializers].filter(([name]) => used.has(name))) };
}
