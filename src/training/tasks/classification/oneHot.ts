import { float32, type Tensor } from '../../../tensor/tensor.ts';

/**
 * Labels as rows of class probabilities: 1 at the label, 0 elsewhere.
 *
 * @returns shape [labels.length, classes]
 * @throws RangeError when a label is not in 0 … classes − 1
 */
export function oneHot(labels: Int32Array, classes: number): Tensor<'float32'> {
  const targets = float32([labels.length, classes]);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`oneHot: label must be in 0 … ${classes - 1}, got ${label}`);
    }
    targets.data[row * classes + label] = 1;
  }
  return targets;
}
