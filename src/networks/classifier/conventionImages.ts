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
  { channels: order, range: [low, high], mean, std }: Convention,
  channels: number,
): Tensor<'float32'> {
  const result = float32([n, channels, h, w]);
  const plane = h * w;
  for (let image = 0; image < n; image++) {
    for (let channel = 0; channel < channels; channel++) {
      const from = (image * c + (c === 1 ? 0 : order === 'BGR' ? c - 1 - channel : channel)) * plane;
      const to = (image * channels + channel) * plane;
      const divisor = std[std.length === 1 ? 0 : channel];
      const offset = low - mean[mean.length === 1 ? 0 : channel];
      for (let pixel = 0; pixel < plane; pixel++) {
        result.data[to + pixel] = (data[from + pixel] * (high - low) + offset) / divisor;
      }
    }
  }
  return result;
}
