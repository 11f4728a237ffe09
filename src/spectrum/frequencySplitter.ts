import { float32, type Tensor } from '../tensor/tensor.ts';
import { planBand, type StoredSpectrum, splitPlane } from './band.ts';
import { placeLogMagnitude } from './logMagnitude.ts';
import { planeTransform } from './planeTransform.ts';
import type { RadialMaskOptions } from './radialMask.ts';
import { type Components, planeSize } from './splitFrequencies.ts';

/** Images whose spectrum is kept, so that each further radius costs an inverse transform only. */
export interface FrequencySplitter {
  /**
   * The components at a radius, as `splitFrequencies` gives them.
   *
   * @param into tensors of the images' shape to write into; by default new ones
   * @throws RangeError when `radius` is negative or NaN
   */
  at(radius: number, options?: RadialMaskOptions & { readonly into?: Components }): Components;
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

  return {
    at(radius, { into, ...options } = {}) {
      const band = planBand(height, width, radius, options);
      const { lfc, hfc } = into ?? { lfc: float32(images.shape), hfc: float32(images.shape) };
      planes.forEach((plane, index) => {
        const [start, end] = [index * size, (index + 1) * size];
        const parts = { lfc: lfc.data.subarray(start, end), hfc: hfc.data.subarray(start, end) };
        splitPlane(plane, spectra[index], band, { ...parts, copy: work, low });
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
