import { float32, type Tensor } from '../../tensor/tensor.ts';
import { planeSize } from '../split/splitFrequencies.ts';
import { singularPlane } from './singularPlane.ts';

/** An image rebuilt from its largest singular values, and from the rest; their sum is the image. */
export interface SingularComponents {
  readonly leading: Tensor<'float32'>;
  readonly rest: Tensor<'float32'>;
}

/**
 * Splits each channel of each image by its singular values (§8): the `rank` largest, and the others. Where the values
 * number `rank` and `rank` + 1 are equal the split is not unique, and any of them may be returned.
 *
 * @param images NCHW, or any shape whose last two sizes are height and width
 * @param rank k, an integer ≥ 1; from min(height, width) on, `rest` is zero
 * @param onPlane told before each channel of each image, since one takes time with the cube of its shorter side:
 *   half a minute at 1,000 pixels, minutes at 3,000
 * @throws RangeError when `rank` is not such an integer
 */
export function splitSingularValues(
  images: Tensor<'float32'>,
  rank: number,
  { onPlane }: { readonly onPlane?: ((index: number, count: number) => void) | undefined } = {},
): SingularComponents {
  if (!Number.isInteger(rank) || rank < 1) {
    throw new RangeError(`splitSingularValues: rank must be an integer ≥ 1, got ${rank}`);
  }
  const [height, width] = planeSize(images, 'splitSingularValues');
  const leading = float32(images.shape);
  const rest = float32(images.shape);
  if (rank >= Math.min(height, width)) {
    leading.data.set(images.data);
    return { leading, rest };
  }
  const size = height * width;
  const low = new Float64Array(size);
  for (let start = 0; start < images.data.length; start += size) {
    onPlane?.(start / size, images.data.length / size);
    const plane = images.data.subarray(start, start + size);
    singularPlane(plane, height, width).leading(rank, low);
    storeParts(plane, low, { leading, rest }, start);
  }
  return { leading, rest };
}

/** Writes a plane's leading part and what is left of it at `start`. */
export function storeParts(
  plane: Float32Array,
  low: Float64Array,
  { leading, rest }: SingularComponents,
  start: number,
): void {
  for (let at = 0; at < plane.length; at++) {
    leading.data[start + at] = low[at];
    rest.data[start + at] = plane[at] - low[at];
  }
}
