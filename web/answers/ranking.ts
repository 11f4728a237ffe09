/** What a model says of one image: every class's share, and the classes from the likeliest on. */
export interface Ranking {
  /** Softmax of the logits. */
  readonly shares: readonly number[];
  /** Indices of `shares`, largest first. */
  readonly order: readonly number[];
}

/** @param logits [n, classes], row-major */
export function rankings(logits: Float32Array, classes: number): Ranking[] {
  return Array.from({ length: logits.length / classes }, (_, row) => {
    const values = logits.subarray(row * classes, (row + 1) * classes);
    const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = Array.from(values, (value) => Math.exp(value - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    const shares = powers.map((power) => power / sum);
    return { shares, order: shares.map((_, index) => index).sort((a, b) => shares[b] - shares[a]) };
  });
}
