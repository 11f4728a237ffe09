import type { Table } from '../onnx/build/tables.ts';

/**
 * Blocked weights [total, channels, 1, 1] of a convolution that copies channel c to channel c + offset and leaves
 * the other channels zero. Memory is [total/b, channels/b, 1, 1, b in, b out].
 */
export function channelSelection(channels: number, total: number, offset: number, block: number): Table {
  return {
    key: `${channels} channels of ${total} from ${offset} on, by ${block}`,
    shape: [total, channels, 1, 1],
    fill(data) {
      for (let channel = 0; channel < channels; channel++) {
        const target = channel + offset;
        const blockIndex = Math.floor(target / block) * (channels / block) + Math.floor(channel / block);
        data[(blockIndex * block + (channel % block)) * block + (target % block)] = 1;
      }
    },
  };
}
