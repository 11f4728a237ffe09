import type { Tensor } from '../../src/tensor/tensor.ts';

/** What a canvas draws. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA bytes. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * An image as bytes; what lies outside [0, 1] has the colour of the end.
 *
 * @param image [1 or 3, h, w]
 * @param factor multiplies values first
 * @param offset is added then: 0.5 makes zero the grey in the middle
 */
export function toPixels(
  { shape, data: values }: Tensor<'float32'>,
  { factor = 1, offset = 0 } = {},
): Pixels {
  const [channels, height, width] = shape;
  const area = height * width;
  const data = new Uint8ClampedArray(4 * area);
  const [green, blue] = channels === 3 ? [area, 2 * area] : [0, 0];
  const scale = 255 * factor;
  const zero = 255 * offset;
  // The array clamps and rounds.
  for (let at = 0, to = 0; at < area; at++, to += 4) {
    data[to] = scale * values[at] + zero;
    data[to + 1] = scale * values[at + green] + zero;
    data[to + 2] = scale * values[at + blue] + zero;
    data[to + 3] = 255;
  }
  return { width, height, data };
}

/**
 * A spectrum as brightness: the mean of its channels. The darkest and the brightest few bins are black and white, so that
 * neither the mean, at the centre, nor an empty bin takes all the range.
 *
 * @param spectrum [c, h, w] as `logMagnitude` gives it
 */
export function spectrumPixels({ shape: [channels, height, width], data }: Tensor<'float32'>): Pixels {
  const area = height * width;
  const sums = new Float32Array(area);
  for (let at = 0; at < data.length; at++) sums[at % area] += data[at] / channels;
  const sorted = sums.toSorted();
  const low = sorted[Math.floor(0.02 * area)];
  const high = sorted[Math.floor(0.995 * (area - 1))];
  const scale = 1 / Math.max(1e-6, high - low);
  const pixels = new Uint8ClampedArray(4 * area);
  for (let at = 0, to = 0; at < area; at++, to += 4) {
    const share = Math.max(0, (sums[at] - low) * scale);
    pixels[to] = pixels[to + 1] = pixels[to + 2] = 24 + 231 * share;
    pixels[to + 3] = 255;
  }
  return { width, height, data: pixels };
}
