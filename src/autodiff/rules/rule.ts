import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Node, Value } from '../../onnx/graph/graph.ts';
import type {
  NameInDomain,
  NodeOf,
  OperatorDomain,
  OperatorIn,
  OperatorName,
} from '../../onnx/graph/operators.ts';
import type { Call } from '../../onnx/infer/rule.ts';

/** What a rule knows of the node whose gradient it writes. */
export interface GradientContext<Op extends OperatorName = OperatorName> {
  /** The graph that the gradient is added to; it holds the whole forward pass. */
  readonly g: GraphBuilder;
  readonly node: NodeOf<Op>;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /**
   * The gradient that arrives at each output, with that output's shape; null where none flows. The first is always
   * there (zeros, if need be), so a rule of an operator with one output may rely on it.
   */
  readonly dy: readonly [Value, ...(Value | null)[]];
  /** Which inputs need a gradient; a rule adds no nodes for the others. */
  readonly needs: readonly boolean[];
}

/**
 * Gradients in the order of the inputs, each with its input's shape; null (or nothing at the end) where none flows. For
 * one of some operators, or for any.
 */
export type GradientRule<Op extends OperatorName = OperatorName> = (
  context: GradientContext<Op>,
) => readonly (Value | null)[];

/** Rules for some of a domain's operators. */
export type GradientRules<D extends OperatorDomain = ''> = {
  readonly [Op in OperatorIn<D> as NameInDomain<Op>]?: GradientRule<Op>;
};

/** The node as the readers of attributes and constant inputs in `onnx/infer` take it. */
export function callOf<Op extends OperatorName>({ g, node }: GradientContext<Op>): Call<Op> {
  return {
    node,
    inputs: node.inputs.map((input) => (input === '' ? undefined : g.type(input))),
    constants: (index) => g.constantOf(node.inputs[index]),
  };
}

/** An error that names the operator, the node and what the gradient does not cover. */
export function unsupported({ op, name }: Node, what: string): Error {
  return new Error(`gradient: ${op} '${name}' has no gradient for ${what}`);
}
