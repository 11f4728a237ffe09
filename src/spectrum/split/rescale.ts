import { float32, type Tensor } from '../../tensor/tensor.ts';

/**
 * What a model, or a person, is shown of a component, which leaves [0, 1] at both ends:
 * - `none`: the component as it is;
 * - `clip`: values below 0 become 0, above 1 become 1;
 * - `max`: each image divided by its own largest value over all channels, "normalised to the standard pixel
 *   scale"; negative values stay negative, so this does not give [0, 1];
 * - `shift`: 0.5 added, which makes zero mid-grey, for looking at HFC.
 */
export type Rescale = 'none' | 'clip' | 'max' | 'shift';

export const rescales = ['none', 'clip', 'max', 'shift'] as const satisfies readonly Rescale[];

/** `max` leaves an image alone whose largest value is below this: beyond the last radius HFC is rounding only. */
export const SMALLEST_MAXIMUM = 1e-4;

/**
 * Rescales a component, image by image.
 *
 * @param images NCHW, or [c, h, w] for one image
 * @returns the same tensor for `none`, a new one otherwise
 */
export function rescale(images: Tensor<'float32'>, kind: Rescale): Tensor<'float32'> {
  if (kind === 'none') return images;
  const result = float32(images.shape, Float32Array.from(images.data));
  const { data } = result;
  if (kind === 'clip') {
    for (let at = 0; at < data.length; at++) data[at] = Math.min(1, Math.max(0, data[at]));
  } else if (kind === 'shift') {
    for (let at = 0; at < data.length; at++) data[at] += 0.5;
  } else {
    const count = images.shape.length > 3 ? images.shape[0] : 1;
    const size = data.length / count;
    for (let start = 0; start < data.length; start += size) {
      divideByMaximum(data.subarray(start, start + size));
    }
  }
  return result;
}

function divideByMaximum(image: Float32Array): void {
  let maximum = -Infinity;
  for (let at = 0; at < image.length; at++) if (image[at] > maximum) maximum = image[at];
  if (maximum < SMALLEST_MAXIMUM) return;
  for (let at = 0; at < image.length; at++) image[at] /= maximum;
}
