import type { Attributes, Domain, Node } from './graph.ts';
import type { OperatorAttributes } from './operatorAttributes.ts';

/** An operator as messages name it: `Conv`, or `com.microsoft:FusedMatMul`. */
export type OperatorName = keyof OperatorAttributes;

/** The domains that these operators are of; `''` is the ONNX standard's. */
export type OperatorDomain = OperatorName extends infer Op
  ? Op extends `${infer D}:${string}`
    ? D
    : ''
  : never;

/** Those of some operators that are of a domain. */
export type NamesIn<Op extends string, D extends OperatorDomain> = D extends ''
  ? Exclude<Op, `${string}:${string}`>
  : Extract<Op, `${D}:${string}`>;

/** The operators of a domain. */
export type OperatorIn<D extends OperatorDomain> = NamesIn<OperatorName, D>;

/** An operator's name within its domain, which is what a node and the tables by domain have. */
export type NameInDomain<Op extends string> = Op extends `${string}:${infer Name}` ? Name : Op;

export type AttributesOf<Op extends OperatorName> = Readonly<OperatorAttributes[Op]>;

/** An operator's name from its domain and its name there, as `operatorOf` makes it. */
type FullName<D extends string, Name extends string> = D extends '' ? Name : `${D}:${Name}`;

/**
 * What may be added to a graph under a name that the source text states: a known operator of the domain. A name that is
 * known only when the program runs may be any.
 */
export type StatedName<D extends Domain, Name extends string> = string extends Name | D
  ? Name
  : FullName<D, Name> extends OperatorName
    ? Name
    : NameInDomain<OperatorIn<D & OperatorDomain>>;

/** The attributes of an operator that the source text states, of any other all. */
export type StatedAttributes<D extends Domain, Name extends string> =
  FullName<D, Name> extends OperatorName ? AttributesOf<FullName<D, Name>> : Attributes;

/** The attributes with values of type `V` that any of some operators has; of all operators together, none. */
export type AttributeName<Op extends OperatorName, V> = OperatorName extends Op
  ? never
  : Op extends OperatorName
    ? AttributeKey<OperatorAttributes[Op], V>
    : never;

/** The names of the attributes in `A` whose values are of type `V`. */
export type AttributeKey<A, V> = {
  [Name in keyof A]-?: Required<A>[Name] extends V ? Name : never;
}[keyof A] &
  string;

/** The operators that have an attribute. */
export type OperatorWith<Name extends string> = {
  [Op in OperatorName]: Name extends keyof OperatorAttributes[Op] ? Op : never;
}[OperatorName];

/** The reductions whose axes are an attribute. */
export type ReductionName = OperatorWith<'axes'> & OperatorWith<'keepdims'>;

/**
 * A node of one of some operators. What a file says of such a node is taken to be what opset 17 allows: a rule that is found
 * by the node's own name is given it as `NodeOf<never>`.
 */
export interface NodeOf<Op extends OperatorName> extends Node {
  readonly op: NameInDomain<Op>;
  readonly attributes: AttributesOf<Op>;
}

/** A node's operator as messages name it. */
export function operatorOf({ op, domain }: Pick<Node, 'op' | 'domain'>): string {
  return domain === '' ? op : `${domain}:${op}`;
}

/** Whether a node is of an operator. */
export function isOperator<Op extends OperatorName>(node: Node, name: Op): node is NodeOf<Op> {
  return operatorOf(node) === name;
}
