import { float32, type Tensor } from '../tensor/tensor.ts';
import { planeTransform } from './planeTransform.ts';
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
  const top = Math.floor(height / 2);
  const left = Math.floor(width / 2);
  for (let start = 0; start < images.data.length; start += size) {
    transform.forward(images.data.subarray(start, start + size), spectrum);
    for (let u = 0, at = 0; u < height; u++) {
      for (let v = 0; v < transform.columns; v++, at++) {
        const value = Math.log1p(Math.hypot(spectrum.real[at], spectrum.imaginary[at]));
        // The real image's other half is the mirror through the centre.
        const row = (u + top) % height;
        const mirror = (height - u + top) % height;
        result.data[start + row * width + ((v + left) % width)] = value;
        result.data[start + mirror * width + ((width - v + left) % width)] = value;
      }
    }
  }
  return result;
}
