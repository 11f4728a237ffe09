import type { Tensor } from '../../tensor/tensor.ts';
import { type ArrayImages, arrayImages } from '../dataset/arrayImages.ts';

/**
 * Brings images from a NumPy array into NCHW: [n, h, w] is grey; of four dimensions the one of 1 or 3 that is second
 * or last is the channels.
 *
 * @param name of the array, for errors
 * @returns bytes for integers 0 … 255, float32 for floats in [0, 1]
 * @throws Error when the shape is another or ambiguous, or a value is out of range
 */
export function pixelsOf(array: Tensor, name: string): ArrayImages {
  const { channels, height, width, channelsLast } = layoutOf(array.shape, name);
  const planar = pixelValues(array, name);
  const pixels = channelsLast && channels > 1 ? toPlanes(planar, channels, height * width) : planar;
  return arrayImages(pixels, [channels, height, width]);
}

function layoutOf(shape: readonly number[], name: string) {
  const isChannels = (dim: number) => dim === 1 || dim === 3;
  if (shape.length === 3) {
    const [, height, width] = shape;
    return { channels: 1, height, width, channelsLast: false };
  }
  if (shape.length === 4 && isChannels(shape[1]) !== isChannels(shape[3])) {
    const channelsLast = isChannels(shape[3]);
    const rest = shape.slice(1);
    const [channels, height, width] = channelsLast ? [rest[2], rest[0], rest[1]] : rest;
    return { channels, height, width, channelsLast };
  }
  throw new Error(`${name} must be [n, h, w], [n, h, w, c] or [n, c, h, w] with c = 1 or 3, got [${shape}]`);
}

function pixelValues({ type, data }: Tensor, name: string): Uint8Array | Float32Array {
  if (type === 'uint8') return data as Uint8Array;
  const isFloat = type === 'float32' || type === 'float64';
  if (!isFloat && !type.includes('int')) {
    throw new Error(`${name} must be integers 0 … 255 or float32 or float64 in 0 … 1, got ${type}`);
  }
  const most = isFloat ? 1 : 255;
  for (const value of data as Iterable<number | bigint>) {
    if (!(value >= 0 && value <= most)) {
      throw new Error(`${name} must be in 0 … ${most} for ${type}, got ${value}`);
    }
  }
  if (type === 'float32') return data as Float32Array;
  if (type === 'float64') return new Float32Array(data as Float64Array);
  // Not `Uint8Array.from`, which would make a list of them first.
  const bytes = new Uint8Array(data.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = Number(data[index]);
  return bytes;
}

function toPlanes<T extends Uint8Array | Float32Array>(interleaved: T, channels: number, area: number): T {
  const planes = interleaved.slice() as T;
  const size = channels * area;
  for (let start = 0; start < planes.length; start += size) {
    for (let pixel = 0; pixel < area; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        planes[start + channel * area + pixel] = interleaved[start + pixel * channels + channel];
      }
    }
  }
  return planes;
}
