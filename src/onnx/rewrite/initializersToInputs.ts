import { type Graph, typeOfTensor, type Value } from '../graph/graph.ts';

/**
 * The graph with some of its initializers as inputs, behind those that it has: training feeds its weights.
 *
 * @throws Error when a name is no initializer of the graph
 */
export function initializersToInputs(graph: Graph, names: readonly Value[]): Graph {
  const inputs = new Map(graph.inputs);
  const initializers = new Map(graph.initializers);
  for (const name of names) {
    const tensor = initializers.get(name);
    if (!tensor) throw new Error(`initializersToInputs: '${name}' is no initializer of '${graph.name}'`);
    initializers.delete(name);
    inputs.set(name, typeOfTensor(tensor));
  }
  return { ...graph, inputs, initializers };
}
