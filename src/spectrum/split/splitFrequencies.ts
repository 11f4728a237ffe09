import { largest } from '../../statistics/extremes.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { planeTransform } from '../transform/planeTransform.ts';
import { lowPart, planBand } from './band.ts';
import type { RadialMaskOptions } from './radialMask.ts';

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
  const columns = largest(
    partial.map(({ transform }) => transform!.columns),
    0,
  );
  const shared = partial.length > 0 ? planeTransform(height, width, columns) : undefined;
  const spectrum = shared && { ...shared.allocate(), columns };
  const work = shared?.allocate();
  const low = new Float64Array(size);

  for (let start = 0; start < images.data.length; start += size) {
    const plane = images.data.subarray(start, start + size);
    if (shared) shared.forward(plane, spectrum!);
    bands.forEach((band, index) => {
      const lfc = components[index].lfc.data.subarray(start, start + size);
      const hfc = components[index].hfc.data.subarray(start, start + size);
      lowPart(plane, spectrum, band, { work, low });
      for (let at = 0; at < size; at++) {
        lfc[at] = low[at];
        hfc[at] = plane[at] - low[at];
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
