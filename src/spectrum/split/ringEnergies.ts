import type { Tensor } from '../../tensor/tensor.ts';
import { planeTransform } from '../transform/planeTransform.ts';
import { planeSize } from './splitFrequencies.ts';

/**
 * The energy of each image by distance from the centre of its spectrum. Ring k holds the bins at k − 1 < d ≤ k (ring 0
 * the zero frequency), so that the rings up to r are what is low at the radius r; they add up to Σ x² (Parseval).
 *
 * @param images [n, c, h, w]; channels are added up
 * @returns one row of `ringCount(h, w)` energies for each image
 */
export function ringEnergies(images: Tensor<'float32'>): Float64Array[] {
  const [height, width] = planeSize(images, 'ringEnergies');
  const [count, channels] = images.shape;
  const size = height * width;
  const rings = ringOfBins(height, width);
  const transform = planeTransform(height, width);
  const spectrum = transform.allocate();
  return Array.from({ length: count }, (_, image) => {
    const energies = new Float64Array(ringCount(height, width));
    for (let channel = 0; channel < channels; channel++) {
      const start = (image * channels + channel) * size;
      transform.forward(images.data.subarray(start, start + size), spectrum);
      for (let at = 0; at < spectrum.real.length; at++) {
        const v = at % transform.columns;
        // The columns that are not computed are the mirror of these, but for the two that mirror themselves.
        const times = v === 0 || 2 * v === width ? 1 : 2;
        const power = spectrum.real[at] ** 2 + spectrum.imaginary[at] ** 2;
        energies[rings[Math.floor(at / transform.columns) * width + v]] += (times * power) / size;
      }
    }
    return energies;
  });
}

/** Share of all bins in each ring, which is what white noise has there on average. */
export function ringShares(height: number, width: number): Float64Array {
  const shares = new Float64Array(ringCount(height, width));
  for (const ring of ringOfBins(height, width)) shares[ring] += 1 / (height * width);
  return shares;
}

/** One ring for each whole number up to the corner's distance, rounded up. */
export function ringCount(height: number, width: number): number {
  const [u, v] = [Math.floor(height / 2), Math.floor(width / 2)];
  return Math.ceil(Math.sqrt(u * u + v * v)) + 1;
}

/** The ring of each bin of the unshifted spectrum, row-major. */
function ringOfBins(height: number, width: number): Int32Array {
  return Int32Array.from({ length: height * width }, (_, at) => {
    const row = Math.floor(at / width);
    const column = at % width;
    const [u, v] = [Math.min(row, height - row), Math.min(column, width - column)];
    return Math.ceil(Math.sqrt(u * u + v * v));
  });
}
