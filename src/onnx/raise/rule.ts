import { toFloat16 } from '../../tensor/float16.ts';
import { type ElementType, int64, type Tensor } from '../../tensor/tensor.ts';
import { checkAxesList } from '../graph/axisLimits.ts';
import type { Attributes, Node, Value, ValueType } from '../graph/graph.ts';
import type { NameInDomain, NamesIn, OperatorDomain } from '../graph/operators.ts';
import type { ConvertedName, FileAttributeName, FileAttributes, FileNode } from './convertedOperators.ts';

/** A branch of an If: it runs where the condition holds, or where it does not. */
export interface Guard {
  readonly condition: Value;
  readonly holds: boolean;
}

/** A node as a file has it, before it is brought to opset 17. */
export interface ReadNode extends Node {
  /** The opset of the ONNX standard by which it was written. */
  readonly opset: number;
  /** The branches that it stands in, the outermost first. */
  readonly guards: readonly Guard[];
}

/** The values that must be known before a node is raised. */
export function readsOf({ inputs, guards }: ReadNode): Value[] {
  return [...inputs, ...guards.map(({ condition }) => condition)];
}

/** What a conversion may ask and add while the nodes of a file are brought to opset 17 one after the other. */
export interface Raising {
  /** Opset of the file. */
  readonly opset: number;
  /** Channels in a block of the layout in which the file was saved; undefined where it is in none. */
  readonly block: number | undefined;
  /** Type of a value, undefined where it is not known before the graph runs. */
  readonly typeOf: (value: Value) => ValueType | undefined;
  readonly constantOf: (value: Value) => Tensor | undefined;
  /** Makes `value` a constant of the graph. */
  readonly define: (value: Value, tensor: Tensor) => void;
  /** Lets later nodes read `original` in place of `value`; false for an output of the graph, which keeps its name. */
  readonly rename: (value: Value, original: Value) => boolean;
  /** Says in which floats the whole numbers `value` are computed; casts of them to floats then read these. */
  readonly setFloatOf: (value: Value, float: Value) => void;
  /** False for a value that no node reads and that is no output. */
  readonly isUsed: (value: Value) => boolean;
  /** A name that no value and no node of the graph has. */
  readonly fresh: (base: string) => Value;
}

/** The nodes of opset 17 that do what `node` did in the file's opset; for one of some operators, or for any. */
export type Conversion<Op extends ConvertedName = ConvertedName> = (
  node: FileNode<Op>,
  raising: Raising,
) => readonly Node[];

/** When an operator's conversion applies: to files below an opset, from an opset on, or always. */
export interface ConversionRule<Op extends ConvertedName = ConvertedName> {
  readonly below?: number;
  readonly from?: number;
  readonly convert: Conversion<Op>;
}

/** Conversions of some of a domain's operators. */
export type ConversionRules<D extends OperatorDomain = ''> = {
  readonly [Op in NamesIn<ConvertedName, D> as NameInDomain<Op>]?: readonly ConversionRule<Op>[];
};

/** An error that names the operator, the node and the opset. */
export function raiseError({ op, name }: Node, { opset }: Raising, rule: string): Error {
  return new Error(`${op} '${name}' of opset ${opset}: ${rule}`);
}

/** Stores `tensor` as a new constant and returns its name. */
export function constant(raising: Raising, base: string, tensor: Tensor): Value {
  const value = raising.fresh(base);
  raising.define(value, tensor);
  return value;
}

export function intsConstant(raising: Raising, base: string, values: readonly number[]): Value {
  return constant(raising, base, int64([values.length], values));
}

/** A number of the element type of `value`, float32 where that is not known. */
export function scalarLike(raising: Raising, value: Value, base: string, number: number): Value {
  const type: ElementType = raising.typeOf(value)?.type ?? 'float32';
  if (type === 'float32') {
    return constant(raising, base, { type, shape: [], data: Float32Array.of(number) });
  }
  if (type === 'float16') {
    return constant(raising, base, { type, shape: [], data: Uint16Array.of(toFloat16(number)) });
  }
  if (type === 'float64') {
    return constant(raising, base, { type, shape: [], data: Float64Array.of(number) });
  }
  throw new Error(`no constant ${number} of type ${type} for '${value}'`);
}

/** The node without some attributes and with some others. */
export function withAttributes<Op extends ConvertedName>(
  node: FileNode<Op>,
  dropped: readonly FileAttributeName<Op>[],
  added: Partial<FileAttributes<Op>> = {},
): FileNode<Op> {
  const gone: readonly string[] = dropped;
  const kept = Object.entries(node.attributes).filter(([name]) => !gone.includes(name));
  const attributes = { ...Object.fromEntries(kept), ...added };
  return { ...node, attributes: attributes as FileNode<Op>['attributes'] };
}

/** Number that attribute `name` of a node in a file is. */
export function intAttribute<Op extends ConvertedName>(
  node: FileNode<Op>,
  name: FileAttributeName<Op, number>,
  otherwise: number,
): number {
  const attributes: Attributes = node.attributes;
  const value = attributes[name] ?? otherwise;
  if (typeof value !== 'number') throw new Error(`${node.op} '${node.name}': ${name} must be a number`);
  return value;
}

/** Attribute `name` of a node in a file as a list of numbers, undefined when it is absent. */
export function listAttribute<Op extends ConvertedName>(
  node: FileNode<Op>,
  name: FileAttributeName<Op, readonly number[]>,
): readonly number[] | undefined {
  const attributes: Attributes = node.attributes;
  const value = attributes[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new Error(`${node.op} '${node.name}': ${name} must be a list`);
  checkAxesList(node, name, value);
  return value as readonly number[];
}

/** Values of a constant integer input; undefined when the input is absent. */
export function constantInts(node: Node, raising: Raising, index: number): number[] | undefined {
  const value = node.inputs[index];
  if (!value) return undefined;
  const tensor = raising.constantOf(value);
  if (!tensor) throw raiseError(node, raising, `input ${index + 1} '${value}' must be a constant`);
  checkAxesList(node, `input ${index + 1}`, tensor.data);
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number);
}

/** Rank of a node's first input. */
export function rankOf(node: Node, raising: Raising): number {
  const type = raising.typeOf(node.inputs[0]);
  if (!type) throw raiseError(node, raising, `the rank of '${node.inputs[0]}' must be known`);
  return type.shape.length;
}
