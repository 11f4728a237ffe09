import { float32, type Tensor } from '../tensor/tensor.ts';
import { planeSize } from './splitFrequencies.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** An image rebuilt from its largest singular values, and from the rest; their sum is the image. */
export interface SingularComponents {
  readonly leading: Tensor<'float32'>;
  readonly rest: Tensor<'float32'>;
}

/**
 * Splits each channel of each image by its singular values (§8): the `rank` largest, and the others.
 *
 * The singular vectors come from the eigenvectors of the smaller Gram matrix. Squaring loses half the digits of
 * singular values below 1e-8 of the largest, which is far below a pixel's float32. Where the values number `rank`
 * and `rank` + 1 are equal the split is not unique, and any of them may be returned.
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
  // Rows of the plane, or of its transpose where that has fewer.
  const tall = height > width;
  const [count, length] = tall ? [width, height] : [height, width];
  const rows = new Float64Array(size);
  const low = new Float64Array(size);
  for (let start = 0; start < images.data.length; start += size) {
    onPlane?.(start / size, images.data.length / size);
    const plane = images.data.subarray(start, start + size);
    if (tall) transpose(plane, height, width, rows);
    else rows.set(plane);
    project(rows, largestVectors(rows, count, length, rank), count, length, low);
    for (let y = 0, at = start; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        const value = low[tall ? x * height + y : y * width + x];
        leading.data[at] = value;
        rest.data[at] = images.data[at] - value;
      }
    }
  }
  return { leading, rest };
}

function transpose(plane: Float32Array, height: number, width: number, rows: Float64Array): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) rows[x * height + y] = plane[at];
  }
}

/** The left singular vectors of the `rank` largest singular values, as rows of `count` numbers. */
function largestVectors(rows: Float64Array, count: number, length: number, rank: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const a = rows.subarray(i * length, (i + 1) * length);
    for (let j = 0; j <= i; j++) {
      const b = rows.subarray(j * length, (j + 1) * length);
      let sum = 0;
      for (let at = 0; at < length; at++) sum += a[at] * b[at];
      gram[i * count + j] = gram[j * count + i] = sum;
    }
  }
  return symmetricEigen(gram, count).vectors.subarray((count - rank) * count);
}

/** Σ u (uᵀ rows) over the vectors u. */
function project(
  rows: Float64Array,
  vectors: Float64Array,
  count: number,
  length: number,
  result: Float64Array,
): void {
  const weights = new Float64Array(length);
  result.fill(0);
  for (let vector = 0; vector < vectors.length; vector += count) {
    weights.fill(0);
    for (let i = 0; i < count; i++) {
      const factor = vectors[vector + i];
      for (let at = 0, from = i * length; at < length; at++, from++) weights[at] += factor * rows[from];
    }
    for (let i = 0; i < count; i++) {
      const factor = vectors[vector + i];
      for (let at = 0, to = i * length; at < length; at++, to++) result[to] += factor * weights[at];
    }
  }
}
