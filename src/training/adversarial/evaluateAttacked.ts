import { attack } from '../../attacks/attack.ts';
import { readWhole } from '../../data/dataset/dataset.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { crossEntropyOf } from '../../statistics/crossEntropyOf.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import type { EvaluateAttacked } from '../evaluation/evaluate.ts';
import { type AdversarialConfig, adversarialSettings } from './adversarialTraining.ts';

/**
 * Measures robust accuracy: each image is attacked by the run's own PGD until its answer is wrong.
 *
 * @param classifier the one with the weights of this moment; released after each measurement
 */
export function evaluateAttacked(
  classifier: () => Promise<Classifier>,
  config: AdversarialConfig,
): EvaluateAttacked {
  const settings = adversarialSettings(config);
  return async (split, { random, signal }) => {
    const attacked = await classifier();
    try {
      const { images, labels } = readWhole(shapeOf(attacked), split);
      const options = { random, ...(signal && { signal }) };
      const { adversarial, fallen } = await attack(attacked, images, labels, settings, options);
      return {
        component: 'adversarial',
        radius: null,
        loss: await meanCrossEntropy(attacked, adversarial, labels),
        correct: fallen.length - fallen.reduce((sum, one) => sum + one, 0),
        n: split.count,
      };
    } finally {
      await attacked.release();
    }
  };
}

function shapeOf({ shape }: Classifier): [number, number, number] {
  return [shape[0], shape[1], shape[2]];
}

async function meanCrossEntropy(
  classifier: Classifier,
  images: Parameters<Classifier['logits']>[0],
  labels: Int32Array,
): Promise<number> {
  const { data, shape } = await classifier.logits(images);
  const classes = sizeOf(shape.slice(1));
  let sum = 0;
  labels.forEach((label, image) => {
    sum += crossEntropyOf(data.subarray(image * classes, (image + 1) * classes), label);
  });
  return sum / labels.length;
}
