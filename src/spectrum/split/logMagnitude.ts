import { float32, type Tensor } from '../../tensor/tensor.ts';
import { planeTransform, type StoredSpectrum } from '../transform/planeTransform.ts';
import { planeSize } from './splitFrequencies.ts';

/**
 * The spectrum as one looks at it: ln(1 + |z|) of each channel, zero frequency at the centre bin
 * (floor(height / 2), floor(width / 2)).
 *
 * @param images NCHW, or any shape whose last two sizes are height and width
 * @returns the same shape, values ≥ 0
 */
export function logMagnitude(images: Tensor<'float32'>): Tensor<'float32'> {
  const [height, width] = planeSize(images, 'logMagnitude');
  const size = height * width;
  const transform = planeTransform(height, width);
  const spectrum = transform.allocate();
  const result = float32(images.shape);
  for (let start = 0; start < images.data.length; start += size) {
    transform.forward(images.data.subarray(start, start + size), spectrum);
    const half = { ...spectrum, columns: transform.columns };
    placeLogMagnitude(half, [height, width], result.data.subarray(start, start + size));
  }
  return result;
}

/**
 * Writes ln(1 + |z|) of one plane, zero frequency at the centre.
 *
 * @param spectrum all columns of its half spectrum
 * @param result height × width numbers
 */
export function placeLogMagnitude(
  { real, imaginary, columns }: StoredSpectrum,
  [height, width]: readonly [height: number, width: number],
  result: Float32Array,
): void {
  const top = Math.floor(height / 2);
  const left = Math.floor(width / 2);
  for (let u = 0, at = 0; u < height; u++) {
    // The real image's other half is the mirror through the centre.
    const row = ((u + top) % height) * width;
    const mirror = ((height - u + top) % height) * width;
    for (let v = 0; v < columns; v++, at++) {
      const value = Math.log1p(Math.sqrt(real[at] ** 2 + imaginary[at] ** 2));
      result[row + ((v + left) % width)] = value;
      result[mirror + ((width - v + left) % width)] = value;
    }
  }
}
