import { symmetricEigen } from './symmetricEigen.ts';

/** One plane taken apart into its singular values, from one eigen-decomposition, for every rank. */
export interface SingularPlane {
  /** Squared singular values, largest first: entry i is the energy that rank i + 1 adds to rank i. */
  readonly energies: Float64Array;
  /** Writes the part of the `rank` largest singular values, row-major; 0 ≤ rank ≤ energies.length. */
  leading(rank: number, result: Float64Array): void;
}

/**
 * The singular vectors come from the eigenvectors of the smaller Gram matrix. Squaring loses half the digits of
 * singular values below 1e-8 of the largest, which is far below a pixel's float32.
 *
 * @param plane height × width numbers, row-major
 */
export function singularPlane(plane: Float32Array, height: number, width: number): SingularPlane {
  // Rows of the plane, or of its transpose where that has fewer.
  const tall = height > width;
  const [count, length] = tall ? [width, height] : [height, width];
  const rows = new Float64Array(count * length);
  if (tall) transpose(plane, height, width, rows);
  else rows.set(plane);
  const { values, vectors } = symmetricEigen(gram(rows, count, length), count);
  const energies = values.toReversed().map((value) => Math.max(0, value));
  const part = new Float64Array(tall ? rows.length : 0);
  return {
    energies,
    leading(rank, result) {
      const low = tall ? part : result;
      project(rows, vectors.subarray((count - rank) * count), count, length, low);
      if (tall) transpose(low, width, height, result);
    },
  };
}

function transpose(
  plane: Float32Array | Float64Array,
  height: number,
  width: number,
  result: Float64Array,
): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) result[x * height + y] = plane[at];
  }
}

function gram(rows: Float64Array, count: number, length: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const a = rows.subarray(i * length, (i + 1) * length);
    for (let j = 0; j <= i; j++) {
      const b = rows.subarray(j * length, (j + 1) * length);
      let sum = 0;
      for (let at = 0; at < length; at++) sum += a[at] * b[at];
      products[i * count + j] = products[j * count + i] = sum;
    }
  }
  return products;
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
