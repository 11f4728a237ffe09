import type { Classifier } from '#passband/runtime/classifier.ts';
import { crossEntropyOf } from '#passband/statistics/crossEntropyOf.ts';
import { euclidean } from '#passband/statistics/euclidean.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import type { Images } from './zooImages.ts';

const STEPS = [3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3];

/**
 * How far the difference of the loss along each image's gradient is from the gradient's length, as a share of it, at the
 * step where they agree best: where the loss bends the small ones are right, where float32 rounds the large ones.
 */
export async function gradientErrors(
  classifier: Pick<Classifier, 'logits'>,
  { images, labels }: Images,
  gradient: Tensor<'float32'>,
): Promise<number[]> {
  const size = sizeOf(images.shape.slice(1));
  const lengths = Array.from(labels, (_, image) =>
    euclidean(gradient.data.subarray(image * size, (image + 1) * size)),
  );
  const errors = labels.length === 0 ? [] : Array.from(labels, () => Infinity);
  for (const step of STEPS) {
    const losses: number[][] = [];
    for (const sign of [1, -1]) {
      const moved = float32(
        images.shape,
        images.data.map(
          (pixel, at) => pixel + (sign * step * gradient.data[at]) / lengths[Math.floor(at / size)],
        ),
      );
      const { data, shape } = await classifier.logits(moved);
      losses.push(
        Array.from(labels, (label, image) =>
          crossEntropyOf(data.subarray(image * shape[1], (image + 1) * shape[1]), label),
        ),
      );
    }
    for (const image of labels.keys()) {
      const slope = (losses[0][image] - losses[1][image]) / (2 * step);
      errors[image] = Math.min(errors[image], Math.abs(slope / lengths[image] - 1));
    }
  }
  return errors;
}
