import type { Node, Value } from './graph.ts';
import type { AttributesOf, OperatorIn } from './operators.ts';

/** A node of an operator of the ONNX standard; by default with one output, which bears its name. */
export function standardNode<Op extends OperatorIn<''>>(
  op: Op,
  { name, inputs, outputs = [name], attributes = {} as AttributesOf<Op> }: NodeParts<Op>,
): Node {
  return { op, domain: '', name, inputs, outputs, attributes };
}

interface NodeParts<Op extends OperatorIn<''>> {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs?: readonly Value[];
  readonly attributes?: AttributesOf<Op> | undefined;
}
