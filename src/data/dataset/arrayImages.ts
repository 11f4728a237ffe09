import { float32, sizeOf } from '../../tensor/tensor.ts';
import { type ImageSource, viewOf } from './imageSource.ts';

/** Images that lie in memory. */
export interface ArrayImages extends ImageSource {
  /** Shape [count, channels, height, width]; bytes are pixel · 255, floats are pixels in [0, 1]. */
  readonly pixels: Uint8Array | Float32Array;
}

/**
 * A source of images that one array holds; the array is not copied.
 *
 * @param pixels shape [count, channels, height, width]; bytes are pixel · 255, floats are pixels in [0, 1]
 * @param shape one image: channels, height, width
 */
export function arrayImages(pixels: ArrayImages['pixels'], shape: ImageSource['shape']): ArrayImages {
  const size = sizeOf(shape);
  const count = size === 0 ? 0 : pixels.length / size;
  const source: ArrayImages = {
    pixels,
    shape,
    count,
    isEightBit: pixels instanceof Uint8Array,
    async read(indices) {
      const images = float32([indices.length, ...shape]);
      for (let position = 0; position < indices.length; position++) {
        const index = indices[position];
        if (!(index >= 0 && index < count)) {
          throw new RangeError(`arrayImages: index must be in 0 … ${count - 1}, got ${index}`);
        }
        const from = index * size;
        const to = position * size;
        if (pixels instanceof Float32Array) {
          images.data.set(pixels.subarray(from, from + size), to);
        } else {
          for (let offset = 0; offset < size; offset++)
            images.data[to + offset] = pixels[from + offset] / 255;
        }
      }
      return images;
    },
    select(indices) {
      // Copied is only a small part, so that the rest of the array can be freed.
      if (2 * indices.length >= count) return viewOf(source, indices);
      const copy =
        pixels instanceof Uint8Array
          ? new Uint8Array(indices.length * size)
          : new Float32Array(indices.length * size);
      for (let position = 0; position < indices.length; position++) {
        const from = indices[position] * size;
        copy.set(pixels.subarray(from, from + size), position * size);
      }
      return arrayImages(copy, shape);
    },
  };
  return source;
}
