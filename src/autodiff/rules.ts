import type { Domain, Node } from '../onnx/graph/graph.ts';
import { activationGradients } from './rules/activations.ts';
import { arithmeticGradients } from './rules/arithmetic.ts';
import { blockedGradients, passbandGradients } from './rules/blocked.ts';
import { convolutionGradients } from './rules/convolution.ts';
import { elementwiseGradients } from './rules/elementwise.ts';
import { indexingGradients } from './rules/indexing.ts';
import { layoutGradients } from './rules/layout.ts';
import { localResponseGradients } from './rules/localResponse.ts';
import { normalizationGradients } from './rules/normalization.ts';
import { poolingGradients } from './rules/pooling.ts';
import { fusedProductGradients, productGradients } from './rules/product.ts';
import { quantizationGradients } from './rules/quantization.ts';
import { reductionGradients } from './rules/reduction.ts';
import { resizeGradients } from './rules/resize.ts';
import type { GradientRule, GradientRules } from './rules/rule.ts';
import { standardizationGradients } from './rules/standardization.ts';
import { trigonometryGradients } from './rules/trigonometry.ts';
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
