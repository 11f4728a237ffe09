import type { Random } from '../../tensor/random.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

/**
 * Moves each image by up to `pad` pixels in each direction, zeros coming in at the border, and mirrors every second
 * one left to right: a random crop of the padded image, then a random flip, as is usual on CIFAR-10.
 *
 * @param images shape [n, channels, height, width]
 * @param pad largest shift in pixels, ≥ 0
 */
export function padCropFlip(
  images: Tensor<'float32'>,
  { pad = 4, random }: { readonly pad?: number; readonly random: Random },
): Tensor<'float32'> {
  const [count, channels, height, width] = images.shape;
  const moved = float32(images.shape);
  for (let image = 0; image < count; image++) {
    const top = random.integer(2 * pad + 1) - pad;
    const left = random.integer(2 * pad + 1) - pad;
    const mirrored = random.uniform() < 0.5;
    for (let plane = image * channels; plane < (image + 1) * channels; plane++) {
      for (let row = Math.max(0, -top); row < Math.min(height, height - top); row++) {
        const to = (plane * height + row) * width;
        const from = (plane * height + row + top) * width + left;
        for (let column = Math.max(0, -left); column < Math.min(width, width - left); column++) {
          moved.data[to + (mirrored ? width - 1 - column : column)] = images.data[from + column];
        }
      }
    }
  }
  return moved;
}
