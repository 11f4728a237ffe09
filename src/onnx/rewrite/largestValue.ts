import type { Graph } from '../graph/graph.ts';

/** Elements of the largest value between a graph's nodes, with the batch that it has fixed, else with one image. */
export function largestValue({ nodes, types }: Pick<Graph, 'nodes' | 'types'>): number {
  let largest = 0;
  for (const { outputs } of nodes) {
    for (const output of outputs) largest = Math.max(largest, elementsOf(types.get(output)?.shape ?? []));
  }
  return largest;
}

/** Sizes that are known only when the graph runs count as 1. */
export function elementsOf(shape: readonly (number | string)[]): number {
  return shape.reduce<number>((product, dim) => product * (typeof dim === 'string' ? 1 : dim), 1);
}
