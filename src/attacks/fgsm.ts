import type { Classifier } from '../runtime/classifier.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { linf, type Norm } from './norms.ts';
import { pgd } from './pgd.ts';

export interface FgsmOptions {
  /** Largest ‖δ‖ of an image, in pixel units, ≥ 0. */
  readonly epsilon: number;
  /** By default `linf`, the sign of the gradient. */
  readonly norm?: Norm;
}

/**
 * Fast gradient sign method (Goodfellow et al., 2015): one step of length epsilon from the images themselves
 * that raises the cross-entropy of the true labels.
 *
 * @param images [n, c, h, w], pixels within the classifier's bounds
 * @param labels true classes, n of them
 * @returns adversarial images, [n, c, h, w], within epsilon and within the bounds as `pgd` says
 * @throws what `pgd` throws
 */
export function fgsm(
  classifier: Pick<Classifier, 'bounds' | 'inputGradient'>,
  images: Tensor<'float32'>,
  labels: Int32Array,
  { epsilon, norm = linf }: FgsmOptions,
): Promise<Tensor<'float32'>> {
  return pgd(classifier, images, labels, { epsilon, norm, steps: 1, stepSize: epsilon });
}
