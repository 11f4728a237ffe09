import { float32, type Tensor } from '../../tensor/tensor.ts';

export interface SmoothKernelOptions {
  /** ρ ≥ 0: how much of each neighbour is added; 0 changes nothing. */
  readonly rho: number;
}

/**
 * Mixes each weight with its neighbours (§6.3, eq. 3): w_ij ← w_ij + ρ Σ of its eight neighbours, each (out, in)
 * slice by itself. Beyond the edge of a slice its edge values are repeated.
 *
 * The sum is not divided by anything, as in the paper: a flat slice grows by 1 + 8ρ, and so does a 1×1 kernel,
 * which is its own eight neighbours.
 *
 * @param weights [out, in, height, width], every size ≥ 1
 * @returns the same shape; computed in float64 from the old weights only
 * @throws RangeError when `rho` is negative or not finite, or `weights` has another rank or is empty
 */
export function smoothKernel(weights: Tensor<'float32'>, { rho }: SmoothKernelOptions): Tensor<'float32'> {
  if (!(rho >= 0 && rho < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`smoothKernel: rho must be ≥ 0 and finite, got ${rho}`);
  }
  const [height, width] = kernelSize(weights, 'smoothKernel');
  const smoothed = float32(weights.shape);
  const rows = neighbours(height);
  const columns = neighbours(width);
  for (let start = 0; start < weights.data.length; start += height * width) {
    for (let row = 0, at = start; row < height; row++) {
      for (let column = 0; column < width; column++, at++) {
        let block = 0;
        for (const near of rows[row]) {
          for (const beside of columns[column]) block += weights.data[start + near * width + beside];
        }
        // The block of nine holds the weight itself once.
        smoothed.data[at] = weights.data[at] + rho * (block - weights.data[at]);
      }
    }
  }
  return smoothed;
}

/**
 * Height and width of convolution weights [out, in, height, width].
 *
 * @throws RangeError when they have another rank, or a size is zero
 */
export function kernelSize({ shape }: Tensor, caller: string): [height: number, width: number] {
  if (shape.length !== 4 || shape.some((size) => size < 1)) {
    throw new RangeError(
      `${caller}: weights must be [out, in, height, width], none of them 0, got [${shape}]`,
    );
  }
  return [shape[2], shape[3]];
}

/** For each place of a side, the one before, itself, and the one after, held inside. */
function neighbours(length: number): readonly (readonly number[])[] {
  return Array.from({ length }, (_, place) => [
    Math.max(place - 1, 0),
    place,
    Math.min(place + 1, length - 1),
  ]);
}
