import type { Tensor } from '../../tensor/tensor.ts';
import { type Graph, typeOfTensor, type Value, type ValueType } from '../graph/graph.ts';

/**
 * The graph with these inputs or initializers as initializers of the given values: trained weights for export.
 *
 * @throws Error when a name is neither, or when a tensor has another type or shape than the value it is bound to
 */
export function bindInitializers(graph: Graph, tensors: Readonly<Record<Value, Tensor>>): Graph {
  const inputs = new Map(graph.inputs);
  const initializers = new Map(graph.initializers);
  const types = new Map(graph.types);
  for (const [name, tensor] of Object.entries(tensors)) {
    const expected = inputs.get(name) ?? initializers.get(name);
    if (!expected) {
      throw new Error(`bindInitializers: '${name}' is no input or initializer of '${graph.name}'`);
    }
    if (!fits(tensor, expected)) {
      throw new Error(
        `bindInitializers: '${name}' is ${expected.type} [${expected.shape}], got ${tensor.type} [${tensor.shape}]`,
      );
    }
    inputs.delete(name);
    initializers.set(name, tensor);
    types.set(name, typeOfTensor(tensor));
  }
  return { ...graph, inputs, initializers, types };
}

/** A size that the graph leaves open takes any size. */
function fits(tensor: Tensor, { type, shape }: ValueType): boolean {
  return (
    tensor.type === type &&
    tensor.shape.length === shape.length &&
    shape.every((dim, axis) => typeof dim === 'string' || dim === tensor.shape[axis])
  );
}
