import type { Tensor } from '../../tensor/tensor.ts';
import { checkRank } from '../graph/axisLimits.ts';
import type { Node, Value, ValueType } from '../graph/graph.ts';
import { type NodeOf, type OperatorDomain, operatorOf } from '../graph/operators.ts';
import { blockedShapes, convolutionShapes } from './convolution.ts';
import { elementwiseShapes } from './elementwise.ts';
import { indexingShapes } from './indexing.ts';
import { layoutShapes } from './layout.ts';
import { fusedProductShapes, productShapes } from './product.ts';
import { quantizationShapes } from './quantization.ts';
import { reductionShapes } from './reduction.ts';
import { type InferenceRule, type InferenceRules, UnknownShapeError } from './rule.ts';

const standardShapes = {
  ...elementwiseShapes,
  ...convolutionShapes,
  ...productShapes,
  ...reductionShapes,
  ...layoutShapes,
  ...indexingShapes,
  ...quantizationShapes,
};

/** Every rule of shape inference, by domain and operator. */
export const inferenceRules = {
  '': standardShapes,
  'com.microsoft': fusedProductShapes,
  'com.microsoft.nchwc': blockedShapes,
  // A node of ours on the way to a graph that runs: `layout/expandBatchNorm.ts` replaces it.
  passband: { BatchNormalization: standardShapes.BatchNormalization },
} satisfies { readonly [D in OperatorDomain]: Required<InferenceRules<D>> };

// A file may name any operator of any domain.
const rulesByName: Readonly<Record<string, Readonly<Record<string, InferenceRule<never>>>>> = inferenceRules;

function ruleOf({ op, domain }: Node): InferenceRule<never> | undefined {
  const rules = rulesByName[domain] ?? {};
  return Object.hasOwn(rules, op) ? rules[op] : undefined;
}

/**
 * Types and shapes of a node's outputs from those of its inputs, by the rules of opset 17.
 *
 * @param inputs types in the order of the node's inputs, undefined where an optional input is absent
 * @param constantOf the tensor of a value that is known before the graph runs (an initializer)
 * @throws UnknownShapeError when there is no rule for the operator or when a shape depends on a value or a size
 *   that is known only when the graph runs
 * @throws Error that names operator, node and shapes, when they do not fit or have more than 64 axes
 */
export function inferTypes(
  node: Node,
  inputs: readonly (ValueType | undefined)[],
  constantOf: (value: Value) => Tensor | undefined,
): ValueType[] {
  const rule = ruleOf(node);
  if (!rule)
    throw new UnknownShapeError(`${operatorOf(node)} '${node.name}': this operator is not supported`);
  const known = node as NodeOf<never>;
  const types = rule({ node: known, inputs, constants: (index) => constantOf(node.inputs[index]) });
  if (node.outputs.length > types.length) {
    throw new Error(
      `${node.op} '${node.name}': has ${node.outputs.length} outputs, at most ${types.length} are known`,
    );
  }
  for (const { shape } of types) checkRank(`${node.op} '${node.name}' makes`, shape);
  return types;
}
