import type { Tensor } from '../tensor/tensor.ts';
import type { Node, Value, ValueType } from './graph.ts';
import { UnknownShapeError } from './infer/rule.ts';
import { inferTypes } from './inferTypes.ts';

/**
 * Adds the types of a node's outputs to `types`, as far as they are known before the graph runs.
 *
 * @param declared types that a model file states, used where inference has no answer
 * @throws Error when shapes do not fit
 */
export function addTypes(
  node: Node,
  types: Map<Value, ValueType>,
  constantOf: (value: Value) => Tensor | undefined,
  declared?: ReadonlyMap<Value, ValueType>,
): void {
  const inferred = inferKnown(node, types, constantOf);
  node.outputs.forEach((output, index) => {
    const type = inferred[index] ?? declared?.get(output);
    if (output !== '' && type) types.set(output, type);
  });
}

function inferKnown(
  node: Node,
  types: ReadonlyMap<Value, ValueType>,
  constantOf: (value: Value) => Tensor | undefined,
): readonly ValueType[] {
  if (node.inputs.some((input) => input !== '' && !types.has(input))) return [];
  try {
    return inferTypes(
      node,
      node.inputs.map((input) => types.get(input)),
      constantOf,
    );
  } catch (error) {
    if (error instanceof UnknownShapeError) return [];
    throw error;
  }
}
