/** Mean and standard deviation (divided by n − 1; null of a single value) of at least one value. */
export function spread(values: readonly number[]): { readonly mean: number; readonly sd: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}
