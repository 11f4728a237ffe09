import { float32, type Tensor } from '../../src/tensor/tensor.ts';

/** Where pixels come from, a few rows at a time. */
export interface PixelRows {
  readonly width: number;
  readonly height: number;
  /** Row `y` as RGBA bytes, valid until the next call. Rows are asked for in ascending order. */
  row(y: number): Uint8ClampedArray;
}

/** A rectangle of the source, in its pixels, whole or not. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An image at another size: each new pixel is the mean of the area that it covers, pixels at its edge by their share.
 *
 * @returns shape [3, height, width], pixels in [0, 1]
 */
export function areaMean(source: PixelRows, crop: Crop, height: number, width: number): Tensor<'float32'> {
  const image = float32([3, height, width]);
  const columns = spans(crop.left, crop.width, width, source.width);
  const rows = spans(crop.top, crop.height, height, source.height);
  const area = height * width;
  const sums = new Float64Array(3 * width);
  const means = new Float64Array(3 * width);
  let held = -1;
  rows.forEach(({ first, weights }, y) => {
    sums.fill(0);
    weights.forEach((weight, index) => {
      if (held !== first + index) {
        held = first + index;
        shrinkRow(source.row(held), columns, means);
      }
      for (let at = 0; at < sums.length; at++) sums[at] += weight * means[at];
    });
    for (let channel = 0; channel < 3; channel++) {
      for (let x = 0; x < width; x++)
        image.data[channel * area + y * width + x] = sums[3 * x + channel] / 255;
    }
  });
  return image;
}

interface Span {
  readonly first: number;
  /** Of the pixels from `first` on; they sum to 1. */
  readonly weights: Float64Array;
}

/** The pixels that each of `count` equal parts of [start, start + length) covers. */
function spans(start: number, length: number, count: number, limit: number): Span[] {
  return Array.from({ length: count }, (_, index) => {
    const from = start + (index * length) / count;
    const to = start + ((index + 1) * length) / count;
    const first = Math.min(limit - 1, Math.floor(from));
    const last = Math.max(first, Math.min(limit - 1, Math.ceil(to) - 1));
    const weights = new Float64Array(last - first + 1);
    for (let at = first; at <= last; at++) {
      weights[at - first] = (Math.min(to, at + 1) - Math.max(from, at)) / (to - from);
    }
    return { first, weights };
  });
}

function shrinkRow(pixels: Uint8ClampedArray, columns: readonly Span[], means: Float64Array): void {
  columns.forEach(({ first, weights }, column) => {
    let [red, green, blue] = [0, 0, 0];
    for (let index = 0, at = 4 * first; index < weights.length; index++, at += 4) {
      red += weights[index] * pixels[at];
      green += weights[index] * pixels[at + 1];
      blue += weights[index] * pixels[at + 2];
    }
    means[3 * column] = red;
    means[3 * column + 1] = green;
    means[3 * column + 2] = blue;
  });
}
