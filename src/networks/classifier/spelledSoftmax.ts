import type { Node, Value } from '../../onnx/graph/graph.ts';

/**
 * What a softmax that is spelled out, exp(z) / Σ exp(z), is taken of: z, or x where z = x − max x.
 *
 * @param node that makes the probabilities
 * @returns undefined when it is no such quotient
 */
export function spelledSoftmax(node: Node, makers: ReadonlyMap<Value, Node>): Value | undefined {
  if (node.op !== 'Div') return undefined;
  const [exponential, sum] = node.inputs.map((input) => makers.get(input));
  if (exponential?.op !== 'Exp' || sum?.op !== 'ReduceSum' || sum.inputs[0] !== node.inputs[0])
    return undefined;
  const shift = makers.get(exponential.inputs[0]);
  const largest = shift?.op === 'Sub' ? makers.get(shift.inputs[1]) : undefined;
  const isShifted = shift && largest?.op === 'ReduceMax' && largest.inputs[0] === shift.inputs[0];
  return isShifted ? shift.inputs[0] : exponential.inputs[0];
}
