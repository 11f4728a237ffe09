import { float32, type Tensor } from '../tensor/tensor.ts';

/**
 * Blocked weights [total, channels, 1, 1] of a convolution that copies channel c to channel c + offset and leaves
 * the other channels zero. Memory is [total/b, channels/b, 1, 1, b in, b out].
 */
export function channelSelection(
  channels: number,
  total: number,
  offset: number,
  block: number,
): Tensor<'float32'> {
  const weights = float32([total, channels, 1, 1]);
  for (let channel = 0; channel < channels; channel++) {
    const target = channel + offset;
    const blockIndex = Math.floor(target / block) * (channels / block) + Math.floor(channel / block);
    weights.data[(blockIndex * block + (channel % block)) * block + (target % block)] = 1;
  }
  return weights;
}
