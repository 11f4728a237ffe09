import { sizeOf, type Tensor } from '../../tensor/tensor.ts';
import type { Node, Value } from '../graph/graph.ts';
import type { AttributesOf, OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import { constant, type Raising, raiseError } from './rule.ts';

/** A quantised value: whole numbers, what one of them is worth, and which of them is zero (`''`: 0). */
export interface Levels {
  readonly levels: Value;
  readonly scale: Value;
  readonly zeroPoint: Value;
  /** The axis along which there may be a scale each; counted from the start. */
  readonly axis?: number | undefined;
}

/** The quantised value whose whole numbers, scale and zero point are three inputs of a node in a row. */
export function levelsAt({ inputs }: Node, first: number, axis?: number): Levels {
  const [levels = '', scale = '', zeroPoint = ''] = inputs.slice(first, first + 3);
  return { levels, scale, zeroPoint, axis };
}

export interface BetweenLevels<Op extends OperatorIn<''>> {
  readonly op: Op;
  readonly attributes?: AttributesOf<Op>;
  /** What the operator computes with: quantised values and, by their names, others. */
  readonly operands: readonly (Levels | Value)[];
  /** Scale and zero point of the result; null where it is left in floats. */
  readonly result: Omit<Levels, 'levels'> | null;
}

/** An operator on quantised values: the floats that these stand for, the operator, and whole numbers of its result. */
export function betweenLevels<Op extends OperatorIn<''>>(
  node: Node,
  raising: Raising,
  { op, attributes, operands, result }: BetweenLevels<Op>,
): Node[] {
  const before: Node[] = [];
  const inputs = operands.map((operand) => {
    if (typeof operand === 'string') return operand;
    const made = dequantize(node, raising, operand, raising.fresh(`${node.name}.${op}.${operand.levels}`));
    before.push(made);
    return made.outputs[0];
  });
  const output = result ? raising.fresh(`${node.name}.${op}`) : node.outputs[0];
  const computed = standardNode(op, { name: output, inputs, outputs: [output], attributes });
  if (!result) return [...before, { ...computed, name: node.name }];
  const [first] = operands.flatMap((operand) => (typeof operand === 'string' ? [] : operand));
  return [...before, computed, quantize(node, raising, { ...result, levels: output }, first)];
}

/** The floats that whole numbers stand for, under the name `output`. */
export function dequantize(node: Node, raising: Raising, value: Levels, output: Value): Node {
  const [scale, zeroPoint] = parameters(node, raising, value);
  return standardNode('DequantizeLinear', {
    name: output,
    inputs: zeroPoint === '' ? [value.levels, scale] : [value.levels, scale, zeroPoint],
    attributes: value.axis === undefined ? {} : { axis: value.axis },
  });
}

/** The whole numbers of a node's result, of the type of `like` where no zero point has one. */
export function quantize(node: Node, raising: Raising, value: Levels, like: Levels): Node {
  const known = raising.typeOf(like.levels)?.type;
  if (value.zeroPoint === '' && known !== 'int8' && known !== 'uint8') {
    throw raiseError(node, raising, 'its zero point is missing');
  }
  const zero: Tensor =
    known === 'int8'
      ? { type: 'int8', shape: [], data: new Int8Array(1) }
      : { type: 'uint8', shape: [], data: new Uint8Array(1) };
  const stated = value.zeroPoint === '' ? constant(raising, `${node.name}.zero`, zero) : value.zeroPoint;
  const [scale, zeroPoint] = parameters(node, raising, { ...value, zeroPoint: stated });
  return standardNode('QuantizeLinear', {
    name: node.name,
    inputs: [value.levels, scale, zeroPoint],
    outputs: node.outputs,
    attributes: value.axis === undefined ? {} : { axis: value.axis },
  });
}

/** Scale and zero point as opset 17 wants them: both single, or both a list of one length. */
function parameters(
  node: Node,
  raising: Raising,
  { scale, zeroPoint, axis }: Levels,
): [scale: Value, zeroPoint: Value] {
  const tensors = [scale, zeroPoint].map((value) => raising.constantOf(value));
  const count = tensors.reduce((most, tensor) => Math.max(most, tensor?.data.length ?? 1), 1);
  if (count > 1 && axis === undefined) {
    throw raiseError(node, raising, `'${scale}' has ${count} scales where one is taken`);
  }
  const [scales, zeroPoints] = [scale, zeroPoint].map((value, index) => {
    const tensor = tensors[index];
    if (!tensor) return value;
    const shape = count === 1 ? [] : [count];
    if (`${tensor.shape}` === `${shape}`) return value;
    if (tensor.data.length !== 1 && tensor.data.length !== count) {
      throw raiseError(node, raising, `'${value}' [${tensor.shape}] does not go with ${count} scales`);
    }
    return constant(raising, value, {
      ...tensor,
      shape,
      data: tensor.data.length === count ? tensor.data : repeated(tensor, count),
    });
  });
  return [scales, zeroPoints];
}

function repeated({ data }: Tensor, count: number): Tensor['data'] {
  const filled = new (data.constructor as new (count: number) => Int8Array)(count);
  return filled.fill(data[0] as number);
}

/** What a whole number of a sum of products is worth: the products of both scales and a factor, in float32. */
export function productScale(
  node: Node,
  raising: Raising,
  [first, second]: readonly [Value, Value],
  factor = 1,
): Value {
  const [a, b] = [first, second].map((value) => {
    const tensor = raising.constantOf(value);
    if (tensor?.type !== 'float32') throw raiseError(node, raising, `scale '${value}' must be a constant`);
    return tensor.data as Float32Array;
  });
  const [single, many] = a.length === 1 ? [a, b] : [b, a];
  if (single.length !== 1)
    throw raiseError(node, raising, `scales of ${a.length} and ${b.length} numbers do not go together`);
  const data = many.map((scale) => factor * Math.fround(single[0] * scale));
  const shape = data.length === 1 ? [] : [data.length];
  return constant(raising, `${node.name}.biasScale`, { type: 'float32', shape, data });
}

/** One, as many times as a zero point has numbers: the scale of whole numbers that are taken as they are. */
export function unitScale(raising: Raising, name: string, zeroPoint: Value): Value {
  const count = sizeOf(raising.constantOf(zeroPoint)?.shape ?? []);
  const shape = count === 1 ? [] : [count];
  return constant(raising, `${name}.one`, { type: 'float32', shape, data: new Float32Array(count).fill(1) });
}
