import type { Tensor } from '../tensor/tensor.ts';

/** Whether every row of [n, classes] lies in [0, 1] and sums to 1. */
export function areProbabilities({ shape: [n, classes], data }: Tensor<'float32'>): boolean {
  return Array.from({ length: n }, (_, row) => data.subarray(row * classes, (row + 1) * classes)).every(
    (row) =>
      row.every((value) => value >= 0 && value <= 1) &&
      Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-3,
  );
}
