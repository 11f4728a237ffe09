import { type Distance, distances } from './radialMask.ts';

/**
 * Every distance from the centre at which a bin of a height × width spectrum lies, from 0 on: as a cut-off r with d ≤ r,
 * each gives another mask, and every other cut-off gives one of these. At the last one nothing is high.
 *
 * @throws RangeError when a size is not a positive whole number
 */
export function distinctRadii(height: number, width: number, distance: Distance = 'l2'): Float64Array {
  for (const size of [height, width]) {
    if (!(Number.isInteger(size) && size >= 1)) {
      throw new RangeError(`distinctRadii: height and width must be whole numbers ≥ 1, got ${size}`);
    }
  }
  const found = new Set<number>();
  for (let u = 0; u <= Math.floor(height / 2); u++) {
    for (let v = 0; v <= Math.floor(width / 2); v++) found.add(distances[distance](u, v));
  }
  return Float64Array.from(found).sort();
}
