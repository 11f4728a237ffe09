import type { Domain, Node } from '../onnx/graph/graph.ts';
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
import type { GradientRule, GradientRules } from './rules/rule.ts';
import { standardizationGradients } from './rules/standardization.ts';
import { convolutionGradients } from './rules/windows/convolution.ts';
import { localResponseGradients } from './rules/windows/localResponse.ts';
import { poolingGradients } from './rules/windows/pooling.ts';
import { resizeGradients } from './rules/windows/resize.ts';
import { zeroGradients } from './rules/zero.ts';

/** Every gradient rule, by domain and operator. */
export const gradientRules: Readonly<Record<Domain, GradientRules>> = {
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
};

export function hasRule({ op, domain }: Pick<Node, 'op' | 'domain'>): boolean {
  return Object.hasOwn(gradientRules[domain] ?? {}, op);
}

/** @throws Error that names operator and node, when there is no rule */
export function ruleOf({ op, domain, name }: Node): GradientRule {
  if (hasRule({ op, domain })) return gradientRules[domain][op];
  const operator = domain === '' ? op : `${domain}:${op}`;
  throw new Error(`gradient: operator '${operator}' of node '${name}' has no gradient rule`);
}
