import { ascending } from '../../statistics/ascending.ts';
/**
 * The radii of a fine curve: every `step`-th whole number from 0 to the corner of the spectrum, and the marks.
 *
 * @param marks radii that the paper names, in bins; those beyond the corner, where nothing is high, are left out
 */
export function radiusGrid(
  height: number,
  width: number,
  { step = 1, marks = [4, 8, 12, 16] }: { readonly step?: number; readonly marks?: readonly number[] } = {},
): number[] {
  if (!(Number.isInteger(step) && step >= 1)) {
    throw new RangeError(`radiusGrid: step must be a whole number ≥ 1, got ${step}`);
  }
  const [u, v] = [Math.floor(height / 2), Math.floor(width / 2)];
  const corner = Math.sqrt(u * u + v * v);
  const grid = Array.from({ length: Math.floor(corner / step) + 1 }, (_, index) => index * step);
  return ascending([...grid, ...marks.filter((mark) => mark <= corner)]);
}
