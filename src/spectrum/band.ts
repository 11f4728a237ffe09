import { type HalfSpectrum, type PlaneTransform, planeTransform } from './planeTransform.ts';
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

/** A spectrum whose rows hold the columns v = 0 … columns − 1. */
export interface StoredSpectrum extends HalfSpectrum {
  readonly columns: number;
}

/** The parts of one plane, height × width numbers each. */
export interface PlaneParts {
  readonly lfc: Float32Array;
  readonly hfc: Float32Array;
}

/**
 * Writes both parts of a plane.
 *
 * @param spectrum of the plane, at least as wide as the band needs it
 * @param copy where the low bins go, of the band's width; may be `spectrum` itself. Overwritten
 * @param low height × width numbers to work with
 */
export function splitPlane(
  plane: Float32Array,
  spectrum: StoredSpectrum | undefined,
  { lowColumns, whole, transform }: Band,
  {
    lfc,
    hfc,
    copy,
    low,
  }: PlaneParts & { readonly copy: HalfSpectrum | undefined; readonly low: Float64Array },
): void {
  if (whole) {
    lfc.set(plane);
    hfc.fill(0);
  } else if (transform) {
    keepLow(spectrum!, lowColumns, copy!, transform.columns);
    transform.inverse(copy!, low);
    // x − x_l is Re F⁻¹(z − mask · z), as F is linear; taken before x_l is rounded it has one rounding only,
    // and it costs no second inverse.
    for (let at = 0; at < plane.length; at++) {
      lfc[at] = low[at];
      hfc[at] = plane[at] - low[at];
    }
  } else {
    lfc.fill(0);
    hfc.set(plane);
  }
}

/** Copies the low bins and zeros the others; `from` and `to` may be the same spectrum. */
function keepLow(from: StoredSpectrum, lowColumns: Uint32Array, to: HalfSpectrum, toColumns: number): void {
  for (let row = 0; row < lowColumns.length; row++) {
    const count = lowColumns[row];
    const target = row * toColumns;
    if (from.real !== to.real) {
      const source = row * from.columns;
      to.real.set(from.real.subarray(source, source + count), target);
      to.imaginary.set(from.imaginary.subarray(source, source + count), target);
    }
    to.real.fill(0, target + count, target + toColumns);
    to.imaginary.fill(0, target + count, target + toColumns);
  }
}
