import { permutation, type Random } from '../../../tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../../../tensor/tensor.ts';
import { sampleBeta } from '../../batches/sampleBeta.ts';

export interface LabelledImages {
  /** Shape [n, channels, height, width]. */
  readonly images: Tensor<'float32'>;
  /** Soft labels, shape [n, classes]. */
  readonly targets: Tensor<'float32'>;
}

/**
 * Mixes each image and its label with those of a partner from the same batch (Zhang et al., 2018):
 * λ · own + (1 − λ) · partner, with one λ ~ Beta(alpha, alpha) and one permutation of partners a batch.
 */
export function mixup(
  { images, targets }: LabelledImages,
  { alpha, random }: { readonly alpha: number; readonly random: Random },
): LabelledImages {
  const lambda = sampleBeta(alpha, alpha, random);
  const partners = permutation(images.shape[0], random);
  return { images: mix(images, partners, lambda), targets: mix(targets, partners, lambda) };
}

function mix(rows: Tensor<'float32'>, partners: Uint32Array, lambda: number): Tensor<'float32'> {
  const size = sizeOf(rows.shape.slice(1));
  const mixed = new Float32Array(rows.data.length);
  for (let row = 0; row < partners.length; row++) {
    const own = row * size;
    const other = partners[row] * size;
    for (let offset = 0; offset < size; offset++) {
      mixed[own + offset] = lambda * rows.data[own + offset] + (1 - lambda) * rows.data[other + offset];
    }
  }
  return float32(rows.shape, mixed);
}
