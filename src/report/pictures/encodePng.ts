import { crc32, deflateSync } from 'node:zlib';
import type { Tensor } from '../../tensor/tensor.ts';
import { filterRows } from './filterRows.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const GREY = 0;
const RGB = 2;

/**
 * An image as the bytes of an 8-bit PNG file (ISO/IEC 15948).
 *
 * @param image shape [1, h, w] (grey) or [3, h, w] (RGB), pixels in [0, 1]; what lies outside is clipped
 * @param offset added to every pixel first; 0.5 shows a component whose values lie around zero
 * @throws RangeError when the image does not have one or three channels
 */
export function encodePng(image: Tensor<'float32'>, { offset = 0 } = {}): Uint8Array {
  const [channels, height, width] = image.shape;
  if (image.shape.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new RangeError(`encodePng: shape must be [1, h, w] or [3, h, w], got [${image.shape}]`);
  }
  const area = height * width;
  const stride = width * channels;
  const pixels = new Uint8ClampedArray(height * stride);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = image.data[channel * area + y * width + x] + offset;
        pixels[(y * width + x) * channels + channel] = pixel * 255;
      }
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? GREY : RGB], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(filterRows(pixels, stride, channels), { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** A PNG as an address that a page can carry in itself. */
export function pngDataUri(image: Tensor<'float32'>, options: { readonly offset?: number } = {}): string {
  return `data:image/png;base64,${Buffer.from(encodePng(image, options)).toString('base64')}`;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(Buffer.from(type, 'latin1'), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
