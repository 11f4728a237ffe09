import { float32, type Tensor } from '../../tensor/tensor.ts';
import { planeTransform, type StoredSpectrum } from '../transform/planeTransform.ts';
import { lowPart, planBand } from './band.ts';
import { placeLogMagnitude } from './logMagnitude.ts';
import type { RadialMaskOptions } from './radialMask.ts';
import { type Components, planeSize } from './splitFrequencies.ts';

/** Images whose spectrum is kept, so that each further radius costs an inverse transform only. */
export interface FrequencySplitter {
  /**
   * The components at a radius, as `splitFrequencies` gives them.
   *
   * @throws RangeError when `radius` is negative or NaN
   */
  at(radius: number, options?: RadialMaskOptions): Components;
  /**
   * Goes through the planes, the channels of each image, without storing components.
   *
   * @param visit told the plane and its LFC, height × width numbers each, which hold until it returns; HFC is their difference
   * @throws RangeError when `radius` is negative or NaN
   */
  each(
    radius: number,
    options: RadialMaskOptions,
    visit: (plane: Float32Array, low: Float64Array, index: number) => void,
  ): void;
  /** The spectrum as one looks at it, as `logMagnitude` gives it. */
  logMagnitude(): Tensor<'float32'>;
}

/**
 * @param images NCHW, or any shape whose last two sizes are height and width; it must not change as long as the
 *   splitter is used. Eight bytes a pixel and channel are kept beside it
 * @throws RangeError when `images` has no height and width
 */
export function frequencySplitter(images: Tensor<'float32'>): FrequencySplitter {
  const [height, width] = planeSize(images, 'frequencySplitter');
  const size = height * width;
  const transform = planeTransform(height, width);
  const planes = Array.from({ length: images.data.length / size }, (_, index) =>
    images.data.subarray(index * size, (index + 1) * size),
  );
  const spectra = planes.map((plane): StoredSpectrum => {
    const spectrum = { ...transform.allocate(), columns: transform.columns };
    transform.forward(plane, spectrum);
    return spectrum;
  });
  const work = transform.allocate();
  const low = new Float64Array(size);

  const each: FrequencySplitter['each'] = (radius, options, visit) => {
    const band = planBand(height, width, radius, options);
    planes.forEach((plane, index) => {
      lowPart(plane, spectra[index], band, { work, low });
      visit(plane, low, index);
    });
  };

  return {
    each,
    at(radius, options = {}) {
      const lfc = float32(images.shape);
      const hfc = float32(images.shape);
      each(radius, options, (plane, low, index) => {
        for (let at = 0, to = index * size; at < size; at++, to++) {
          lfc.data[to] = low[at];
          hfc.data[to] = plane[at] - low[at];
        }
      });
      return { lfc, hfc };
    },
    logMagnitude() {
      const result = float32(images.shape);
      spectra.forEach((spectrum, index) => {
        placeLogMagnitude(spectrum, [height, width], result.data.subarray(index * size, (index + 1) * size));
      });
      return result;
    },
  };
}
