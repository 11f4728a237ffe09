import type { Tensor } from '../../tensor/tensor.ts';
import type { Node, Value, ValueType } from '../graph/graph.ts';
import { inferTypes } from './inferTypes.ts';
import { UnknownShapeError } from './rule.ts';

/**
 * Types of a node's outputs; none where they depend on what is known only when the graph runs.
 *
 * @param types types of the values before the node
 * @throws Error when shapes do not fit
 */
export function knownTypes(
  node: Node,
  types: ReadonlyMap<Value, ValueType>,
  constantOf: (value: Value) => Tensor | undefined,
): readonly ValueType[] {
  if (node.inputs.some((input) => input !== '' && !types.has(input))) return [];
  try {
    const inputs = node.inputs.map((input) => types.get(input));
    return inferTypes(node, inputs, constantOf);
  } catch (error) {
    if (error instanceof UnknownShapeError) return [];
    throw error;
  }
}
