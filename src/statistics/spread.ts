/**
 * Mean and standard deviation (divided by n − 1; null of a single value).
 *
 * @throws RangeError of no values
 */
export function spread(values: readonly number[]): { readonly mean: number; readonly sd: number | null } {
  if (values.length === 0) throw new RangeError('spread: there must be at least one value, got none');
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, sd: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}
