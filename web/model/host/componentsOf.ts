import { splitSingularValues } from '../../../src/spectrum/singular/splitSingularValues.ts';
import { boundaryOf } from '../../../src/spectrum/split/radialMask.ts';
import { rescale } from '../../../src/spectrum/split/rescale.ts';
import { splitFrequencies } from '../../../src/spectrum/split/splitFrequencies.ts';
import { float32, type Tensor } from '../../../src/tensor/tensor.ts';
import type { View } from '../../state/fields.ts';

/** How the page splits its image. */
export type SplitView = Pick<View, 'method' | 'r' | 'k' | 'distance' | 'preset' | 'rescale'>;

/**
 * An image and its components as a model is shown them.
 *
 * @param image [c, h, w]
 * @param more images that follow, of the same shape
 * @returns [3 + more, c, h, w]: x, LFC, HFC, and what follows
 */
export function componentsOf(
  image: Tensor<'float32'>,
  { method, r, k, distance, preset, rescale: kind }: SplitView,
  more: readonly Tensor<'float32'>[],
): Tensor<'float32'> {
  const [low, high] =
    method === 'svd' ? singular(image, k) : fourier(image, r, { distance, boundary: boundaryOf(preset) });
  const all = [image, rescale(low, kind), rescale(high, kind), ...more];
  const stacked = float32([all.length, ...image.shape]);
  all.forEach(({ data }, index) => {
    stacked.data.set(data, index * image.data.length);
  });
  return stacked;
}

function fourier(image: Tensor<'float32'>, radius: number, options: Parameters<typeof splitFrequencies>[2]) {
  const { lfc, hfc } = splitFrequencies(image, radius, options);
  return [lfc, hfc] as const;
}

function singular(image: Tensor<'float32'>, k: number) {
  const rank = Math.max(1, Math.min(Math.round(k), image.shape[1], image.shape[2]));
  const { leading, rest } = splitSingularValues(image, rank);
  return [leading, rest] as const;
}
