import type { Tensor } from '../tensor/tensor.ts';
import type { Node, Value, ValueType } from './graph.ts';

/** Types and shapes of a node's outputs from those of its inputs. */
export function inferTypes(
  node: Node,
  _inputs: readonly (ValueType | undefined)[],
  _constantOf: (value: Value) => Tensor | undefined,
): ValueType[] {
  throw new Error(`${node.op} '${node.name}': no shape inference for this operator`);
}
