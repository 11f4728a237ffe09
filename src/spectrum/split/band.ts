import {
  type HalfSpectrum,
  type PlaneTransform,
  planeTransform,
  type StoredSpectrum,
} from '../transform/planeTransform.ts';
import { lowTest, type RadialMaskOptions } from './radialMask.ts';

/** Which bins of a height × width spectrum are low at one radius, and how a plane is rebuilt from them. */
export interface Band {
  /** How many of the columns v = 0, 1, … are low in each row u of the unshifted half spectrum. */
  readonly lowColumns: Uint32Array;
  /** All bins are low. */
  readonly whole: boolean;
  /** Undefined where no bin is low, or all are. */
  readonly transform: PlaneTransform | undefined;
}

/** @throws RangeError when `radius` is negative or NaN */
export function planBand(height: number, width: number, radius: number, options: RadialMaskOptions): Band {
  const isLow = lowTest(radius, options);
  const half = Math.floor(width / 2) + 1;
  const lowColumns = new Uint32Array(height);
  for (let row = 0; row < height; row++) {
    const u = Math.min(row, height - row);
    // Distance grows with v, so the low bins of a row are its first ones.
    let count = 0;
    while (count < half && isLow(u, count)) count++;
    lowColumns[row] = count;
  }
  const columns = lowColumns[0];
  const whole = lowColumns.every((count) => count === half);
  return {
    lowColumns,
    whole,
    transform: columns > 0 && !whole ? planeTransform(height, width, columns) : undefined,
  };
}

/**
 * Writes the low part of a plane; the rest is its HFC, x − x_l = Re F⁻¹(z − mask · z), as F is linear. Taken before x_l is
 * rounded to float32 it has one rounding only, and it costs no second inverse.
 *
 * @param spectrum of the plane, at least as wide as the band needs it
 * @param work of the band's width or wider; overwritten
 * @param low height × width numbers
 */
export function lowPart(
  plane: Float32Array,
  spectrum: StoredSpectrum | undefined,
  { lowColumns, whole, transform }: Band,
  { work, low }: { readonly work: HalfSpectrum | undefined; readonly low: Float64Array },
): void {
  if (whole) low.set(plane);
  else if (transform) transform.inverse(spectrum!, lowColumns, work!, low);
  else low.fill(0);
}
