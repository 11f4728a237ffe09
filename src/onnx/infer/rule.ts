import { largest } from '../../statistics/extremes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { checkAxesList } from '../graph/axisLimits.ts';
import type { Attributes, Dim, ValueType } from '../graph/graph.ts';
import type {
  AttributeName,
  NameInDomain,
  NodeOf,
  OperatorDomain,
  OperatorIn,
  OperatorName,
} from '../graph/operators.ts';

/** A node with what is known of its inputs; constants are the inputs whose values are known, by position. */
export interface Call<Op extends OperatorName = OperatorName> {
  readonly node: NodeOf<Op>;
  readonly inputs: readonly (ValueType | undefined)[];
  readonly constants: (index: number) => Tensor | undefined;
}

/** Types and shapes of a node's outputs, in their order; for one of some operators, or for any. */
export type InferenceRule<Op extends OperatorName = OperatorName> = (call: Call<Op>) => ValueType[];

/** Rules for some of a domain's operators. */
export type InferenceRules<D extends OperatorDomain = ''> = {
  readonly [Op in OperatorIn<D> as NameInDomain<Op>]?: InferenceRule<Op>;
};

/** Says that a shape cannot be told before the graph runs, which is no fault of the graph. */
export class UnknownShapeError extends Error {}

/** Says that shapes contradict each other, so that no program could run the graph. */
export class ShapeError extends Error {}

/**
 * An error that names the operator, the node, the rule that was broken and the shapes it was broken with.
 * Sizes that are only names may still fit when the graph runs, so the error is then an UnknownShapeError.
 */
export function shapeError({ node, inputs }: Call, rule: string): Error {
  const shapes = inputs.map((input) => (input ? `[${input.shape.join(', ')}]` : 'absent')).join(', ');
  const message = `${node.op} '${node.name}': ${rule}; inputs ${shapes}`;
  const isOpen = inputs.some((input) => input?.shape.some((dim) => typeof dim === 'string'));
  return isOpen ? new UnknownShapeError(message) : new ShapeError(message);
}

/** An error about known sizes that do not fit, whatever the sizes beside them turn out to be. */
export const contradiction = (call: Call, rule: string): Error =>
  new ShapeError(shapeError(call, rule).message);

/** An error about a node that may be right, but that Passband has no rule for. */
export const unsupported = (call: Call, rule: string): Error => new Error(shapeError(call, rule).message);

/** The tensor of input `index`, which must be known before the graph runs. */
export function constantInput(call: Call, index: number): Tensor {
  const constant = call.constants(index);
  if (constant) return constant;
  const { op, name, inputs } = call.node;
  throw new UnknownShapeError(`${op} '${name}': input ${index + 1} '${inputs[index]}' must be a constant`);
}

/** Input `index`, which the operator needs. */
export function required(call: Call, index: number): ValueType {
  const input = call.inputs[index];
  if (!input) throw shapeError(call, `input ${index + 1} is missing`);
  return input;
}

/** Integer attribute `name`. */
export function intOf<Op extends OperatorName>(
  call: Call<Op>,
  name: AttributeName<Op, number>,
  otherwise: number,
): number {
  const attributes: Attributes = call.node.attributes;
  const value = attributes[name] ?? otherwise;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw shapeError(call, `attribute ${name} must be an integer, got ${value}`);
  }
  return value;
}

/** Attribute `name` as a list of integers; undefined when it is absent. */
export function intsOf<Op extends OperatorName>(
  call: Call<Op>,
  name: AttributeName<Op, readonly number[]>,
): readonly number[] | undefined {
  const attributes: Attributes = call.node.attributes;
  const value = attributes[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) checkAxesList(call.node, `attribute ${name}`, value);
  if (!Array.isArray(value) || !value.every(Number.isSafeInteger)) {
    throw shapeError(call, `attribute ${name} must be a list of integers`);
  }
  return value;
}

/** Attribute `name` as text. */
export function stringOf<Op extends OperatorName>(
  call: Call<Op>,
  name: AttributeName<Op, string>,
  otherwise: string,
): string {
  const attributes: Attributes = call.node.attributes;
  return String(attributes[name] ?? otherwise);
}

/** Values of integer input `index`; undefined when the input is absent, an error when it is no constant. */
export function constantInts(call: Call, index: number): readonly number[] | undefined {
  if (!call.inputs[index]) return undefined;
  const { data } = constantInput(call, index);
  checkAxesList(call.node, `input ${index + 1}`, data);
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

/** Counts `axis` from the start, as −1 means the last of `rank` axes. */
export function axisOf(call: Call, axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) throw shapeError(call, `axis ${axis} is outside rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

/** Axes of a list counted from the start, each at most once. */
export function axesOf(call: Call, axes: readonly number[], rank: number): readonly number[] {
  const counted = axes.map((axis) => axisOf(call, axis, rank));
  if (new Set(counted).size < counted.length) throw shapeError(call, `axes [${axes}] repeat an axis`);
  return counted;
}

/** A size that a rule computes with. */
export function sizeOfDim(call: Call, dim: Dim): number {
  if (typeof dim === 'string') throw shapeError(call, `size '${dim}' must be a number here`);
  return dim;
}

/** The shape that several shapes broadcast to. */
export function broadcast(call: Call, shapes: readonly (readonly Dim[])[]): Dim[] {
  const rank = largest(shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    let result: Dim = 1;
    for (const shape of shapes) {
      const dim = shape[axis - rank + shape.length] ?? 1;
      if (dim === 1 || dim === result) continue;
      if (result !== 1) throw shapeError(call, `shapes do not broadcast: ${result} against ${dim}`);
      result = dim;
    }
    return result;
  });
}

/** The element type that all given inputs must share. */
export function sharedType(call: Call, indices: readonly number[]): ValueType['type'] {
  const types = indices.map((index) => required(call, index).type);
  if (types.some((type) => type !== types[0])) {
    throw shapeError(call, `inputs must have one element type, got ${types.join(' and ')}`);
  }
  return types[0];
}
