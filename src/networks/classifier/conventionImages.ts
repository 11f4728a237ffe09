import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Convention } from './convention.ts';

/**
 * Images as a convention hands them to a model, but for the layout: range, mean and std, the order of channels, grey
 * repeated.
 *
 * @param images shape [n, c, h, w], pixels in [0, 1]
 * @param channels that the model takes
 * @returns shape [n, channels, h, w]
 */
export function conventionImages(
  { shape: [n, c, h, w], data }: Tensor<'float32'>,
  convention: Convention,
  channels: number,
): Tensor<'float32'> {
  const result = float32([n, channels, h, w]);
  const plane = h * w;
  for (const { from, to, factor, offset, std } of planes(n, c, channels, convention)) {
    for (let pixel = 0; pixel < plane; pixel++) {
      result.data[to * plane + pixel] = (data[from * plane + pixel] * factor + offset) / std;
    }
  }
  return result;
}

/**
 * The gradient with respect to the pixels from that with respect to what a convention makes of them: the adjoint of
 * `conventionImages`.
 *
 * @param gradient shape [n, channels, h, w], with respect to what the model takes
 * @param c channels of the images
 * @returns shape [n, c, h, w]
 */
export function conventionGradient(
  { shape: [n, channels, h, w], data }: Tensor<'float32'>,
  convention: Convention,
  c: number,
): Tensor<'float32'> {
  const result = float32([n, c, h, w]);
  const plane = h * w;
  for (const { from, to, factor, std } of planes(n, c, channels, convention)) {
    for (let pixel = 0; pixel < plane; pixel++) {
      result.data[from * plane + pixel] += (data[to * plane + pixel] * factor) / std;
    }
  }
  return result;
}

/** Which plane of the images goes into which plane of the model's, and how its pixels change. */
function* planes(
  n: number,
  c: number,
  channels: number,
  { channels: order, range: [low, high], mean, std }: Convention,
) {
  for (let image = 0; image < n; image++) {
    for (let channel = 0; channel < channels; channel++) {
      yield {
        from: image * c + (c === 1 ? 0 : order === 'BGR' ? c - 1 - channel : channel),
        to: image * channels + channel,
        factor: high - low,
        offset: low - mean[mean.length === 1 ? 0 : channel],
        std: std[std.length === 1 ? 0 : channel],
      };
    }
  }
}
