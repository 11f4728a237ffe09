import { attack, imagesAtOnce } from '../../attacks/attack.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
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
      let [loss, correct] = [0, 0];
      const batches = imageBatches(split, { batch: imagesAtOnce(split.images.shape), signal });
      for await (const { start, images, labels } of batches) {
        const { adversarial, fallen } = await attack(attacked, images, labels, settings, {
          ...{ random, ...(signal && { signal }) },
          numbers: Array.from(labels, (_, place) => start + place),
        });
        for (const flag of fallen) correct += 1 - flag;
        // One after the other: the same bits however the images are cut into batches.
        for (const each of await crossEntropies(attacked, adversarial, labels)) loss += each;
      }
      const n = split.count;
      return { component: 'adversarial', radius: null, loss: loss / n, correct, n };
    } finally {
      await attacked.release();
    }
  };
}

async function crossEntropies(
  classifier: Classifier,
  images: Parameters<Classifier['logits']>[0],
  labels: Int32Array,
): Promise<Float64Array> {
  const { data, shape } = await classifier.logits(images);
  const classes = sizeOf(shape.slice(1));
  return Float64Array.from(labels, (label, image) =>
    crossEntropyOf(data.subarray(image * classes, (image + 1) * classes), label),
  );
}
