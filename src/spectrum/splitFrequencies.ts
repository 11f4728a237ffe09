import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';
import { type HalfSpectrum, type PlaneTransform, planeTransform } from './planeTransform.ts';
import { lowTest, type RadialMaskOptions } from './radialMask.ts';

/** What lies within the radius and what lies beyond; both have the shape of the image and neither is clipped. */
export interface Components {
  readonly lfc: Tensor<'float32'>;
  readonly hfc: Tensor<'float32'>;
}

/**
 * Splits images into low- and high-frequency components, each channel by itself (§3.1, eq. 1):
 * x_l = Re F⁻¹(mask · z), x_h = Re F⁻¹(z − mask · z).
 *
 * @param images NCHW, or any shape whose last two sizes are height and width
 * @param radius cut-off r in bins, r ≥ 0; a bin at exactly r is low unless `boundary` is `exclusive`
 * @throws RangeError when `radius` is negative or NaN, or `images` has no height and width
 */
export function splitFrequencies(
  images: Tensor<'float32'>,
  radius: number,
  options: RadialMaskOptions = {},
): Components {
  return splitAtRadii(images, [radius], options)[0];
}

/**
 * Splits images at several radii; they share the forward transform. Computed in float64, so that a result
 * differs from the exact one by little more than its rounding to float32.
 *
 * @returns one pair of components per radius, in the order of `radii`
 * @throws RangeError as `splitFrequencies`
 */
export function splitAtRadii(
  images: Tensor<'float32'>,
  radii: readonly number[],
  options: RadialMaskOptions = {},
): Components[] {
  const [height, width] = planeSize(images, 'splitAtRadii');
  const size = height * width;
  const bands = radii.map((radius) => planBand(height, width, radius, options));
  const components = bands.map(() => ({ lfc: float32(images.shape), hfc: float32(images.shape) }));
  const partial = bands.filter(({ transform, whole }) => transform && !whole);
  const columns = Math.max(0, ...partial.map(({ transform }) => transform!.columns));
  // A single radius filters the spectrum in place; several each filter a copy, no wider than they need.
  const shared = partial.length > 0 ? planeTransform(height, width, columns) : undefined;
  const spectrum = shared?.allocate();
  const copies = bands.map(({ transform }) => (partial.length > 1 ? transform?.allocate() : spectrum));
  const low = new Float64Array(shared ? size : 0);

  for (let start = 0; start < images.data.length; start += size) {
    const plane = images.data.subarray(start, start + size);
    if (shared) shared.forward(plane, spectrum!);
    bands.forEach(({ transform, lowColumns, whole }, index) => {
      const lfc = components[index].lfc.data.subarray(start, start + size);
      const hfc = components[index].hfc.data.subarray(start, start + size);
      if (whole) {
        lfc.set(plane);
      } else if (transform) {
        const copy = copies[index]!;
        keepLow(spectrum!, columns, lowColumns, copy, transform.columns);
        transform.inverse(copy, low);
        // x − x_l is Re F⁻¹(z − mask · z), as F is linear; taken before x_l is rounded it has one rounding only,
        // and it costs no second inverse.
        for (let at = 0; at < size; at++) {
          lfc[at] = low[at];
          hfc[at] = plane[at] - low[at];
        }
      } else {
        hfc.set(plane);
      }
    });
  }
  return components;
}

/** Whether every bin of a height × width spectrum is low at `radius`, so that HFC is zero. */
export function leavesNoHfc(
  height: number,
  width: number,
  radius: number,
  options: RadialMaskOptions = {},
): boolean {
  return planBand(height, width, radius, options).whole;
}

/**
 * Height and width of images of any rank ≥ 2.
 *
 * @throws RangeError when there are none, or one of them is zero
 */
export function planeSize(images: Tensor, caller: string): [height: number, width: number] {
  const [height, width] = images.shape.slice(-2);
  if (images.shape.length < 2 || height < 1 || width < 1) {
    throw new RangeError(`${caller}: images must have a height and a width ≥ 1, got shape [${images.shape}]`);
  }
  if (images.data.length !== sizeOf(images.shape)) {
    throw new RangeError(`${caller}: shape [${images.shape}] does not fit ${images.data.length} elements`);
  }
  return [height, width];
}

interface Band {
  /** How many of the columns v = 0, 1, … are low in each row u of the unshifted half spectrum. */
  readonly lowColumns: Uint32Array;
  /** All bins are low. */
  readonly whole: boolean;
  /** Undefined where no bin is low. */
  readonly transform: PlaneTransform | undefined;
}

function planBand(height: number, width: number, radius: number, options: RadialMaskOptions): Band {
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

/** Copies the low bins and zeros the others; `from` and `to` may be the same spectrum. */
function keepLow(
  from: HalfSpectrum,
  fromColumns: number,
  lowColumns: Uint32Array,
  to: HalfSpectrum,
  toColumns: number,
): void {
  for (let row = 0; row < lowColumns.length; row++) {
    const count = lowColumns[row];
    const target = row * toColumns;
    if (from !== to) {
      const source = row * fromColumns;
      for (let v = 0; v < count; v++) {
        to.real[target + v] = from.real[source + v];
        to.imaginary[target + v] = from.imaginary[source + v];
      }
    }
    to.real.fill(0, target + count, target + toColumns);
    to.imaginary.fill(0, target + count, target + toColumns);
  }
}
