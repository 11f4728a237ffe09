/** Euclidean length of a vector. */
export function euclidean(values: ArrayLike<number>): number {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += values[index] * values[index];
  return Math.sqrt(squares);
}
