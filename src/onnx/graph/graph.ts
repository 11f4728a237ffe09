import type { ElementType, Tensor } from '../../tensor/tensor.ts';

/** The one opset that graphs have inside Passband and that we write; reading raises other opsets to it. */
export const OPSET = 17;

/** ONNX Runtime's own operators; `''` is the ONNX standard's domain. */
export type Domain = '' | 'com.microsoft' | 'com.microsoft.nchwc' | (string & {});

/** A size, or the name of one that is known only when the graph runs (`'N'` for the batch). */
export type Dim = number | string;

export interface ValueType {
  readonly type: ElementType;
  readonly shape: readonly Dim[];
}

/** The type of a tensor, without its data. */
export function typeOfTensor({ type, shape }: Tensor): ValueType {
  return { type, shape };
}

/** A value is its name: unique in its graph, `''` where an optional input or output is absent. */
export type Value = string;

/**
 * Attributes are plain values. ONNX tells floats from ints; `onnx/graph/attributes.ts` knows the float ones by name,
 * so that `{ axis: 1 }` is an int and `{ epsilon: 1 }` a float.
 */
export type Attribute = number | string | readonly number[] | readonly string[] | Tensor;

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Node {
  readonly op: string;
  readonly domain: Domain;
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** A computation as plain data: nodes in an order in which each one's inputs are known when it runs. */
export interface Graph {
  readonly name: string;
  readonly inputs: ReadonlyMap<Value, ValueType>;
  readonly outputs: ReadonlyMap<Value, ValueType>;
  readonly initializers: ReadonlyMap<Value, Tensor>;
  readonly nodes: readonly Node[];
  /** Types of all values that are known: inputs, outputs, initializers and what inference found between. */
  readonly types: ReadonlyMap<Value, ValueType>;
  /** Free text that travels with the model (`metadata_props`): class names, input convention. */
  readonly metadata: Readonly<Record<string, string>>;
}
