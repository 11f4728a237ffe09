import type { Node } from '../onnx/graph/graph.ts';
import {
  type NameInDomain,
  type OperatorDomain,
  type OperatorIn,
  operatorOf,
} from '../onnx/graph/operators.ts';
import { blockedGradients, passbandGradients } from './rules/blocked/blocked.ts';
import { activationGradients } from './rules/elementwise/activations.ts';
import { arithmeticGradients } from './rules/elementwise/arithmetic.ts';
import { elementwiseGradients } from './rules/elementwise/elementwise.ts';
import { trigonometryGradients } from './rules/elementwise/trigonometry.ts';
import { indexingGradients } from './rules/indexing.ts';
import { layoutGradients } from './rules/layout.ts';
import { normalizationGradients } from './rules/normalization.ts';
import { fusedProductGradients, productGradients } from './rules/product.ts';
import { quantizationGradients } from './rules/quantization.ts';
import { reductionGradients } from './rules/reduction.ts';
import type { GradientRule } from './rules/rule.ts';
import { standardizationGradients } from './rules/standardization.ts';
import { convolutionGradients } from './rules/windows/convolution.ts';
import { localResponseGradients } from './rules/windows/localResponse.ts';
import { poolingGradients } from './rules/windows/pooling.ts';
import { resizeGradients } from './rules/windows/resize.ts';
import { zeroGradients } from './rules/zero.ts';

/** Operators whose shapes are inferred but that have no rule: a gradient that has to pass through one names it and fails. */
type WithoutRule =
  | 'Constant'
  | 'ConstantOfShape'
  | 'Hardmax'
  | 'MaxUnpool'
  | 'Mod'
  | 'OneHot'
  | 'Range'
  | 'com.microsoft.nchwc:MaxPool'
  | 'com.microsoft.nchwc:GlobalMaxPool';

/** A rule for every operator of a domain but those; the compiler names one that is forgotten or listed in vain. */
export type AllGradientRules<D extends OperatorDomain> = {
  readonly [Op in Exclude<OperatorIn<D>, WithoutRule> as NameInDomain<Op>]: GradientRule<Op>;
} & { readonly [Op in Extract<OperatorIn<D>, WithoutRule> as NameInDomain<Op>]?: never };

/** Every gradient rule, by domain and operator. */
export const gradientRules = {
  '': {
    ...elementwiseGradients,
    ...activationGradients,
    ...trigonometryGradients,
    ...arithmeticGradients,
    ...productGradients,
    ...convolutionGradients,
    ...poolingGradients,
    ...normalizationGradients,
    ...standardizationGradients,
    ...localResponseGradients,
    ...reductionGradients,
    ...layoutGradients,
    ...indexingGradients,
    ...resizeGradients,
    ...quantizationGradients,
    ...zeroGradients,
  },
  'com.microsoft': fusedProductGradients,
  'com.microsoft.nchwc': blockedGradients,
  passband: passbandGradients,
} satisfies { readonly [D in OperatorDomain]: AllGradientRules<D> };

// A file may name any operator of any domain.
const rulesByName: Readonly<Record<string, Readonly<Record<string, GradientRule<never>>>>> = gradientRules;

export function hasRule({ op, domain }: Pick<Node, 'op' | 'domain'>): boolean {
  return Object.hasOwn(rulesByName[domain] ?? {}, op);
}

/** @throws Error that names operator and node, when there is no rule */
export function ruleOf(node: Node): GradientRule<never> {
  if (hasRule(node)) return rulesByName[node.domain][node.op];
  throw new Error(`gradient: operator '${operatorOf(node)}' of node '${node.name}' has no gradient rule`);
}
