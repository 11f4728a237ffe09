import { GraphBuilder } from '../build/builder.ts';
import type { Graph, Value } from '../graph/graph.ts';

/** @throws Error that names the first node whose shapes are not known before the graph runs */
export function checkTypes(graph: Graph): void {
  const isKnown = (value: Value) => value === '' || graph.types.has(value);
  if (!graph.nodes.every(({ outputs }) => outputs.every(isKnown))) GraphBuilder.from(graph);
}
