import type { Tensor } from '../../tensor/tensor.ts';
import type { FigureTable } from '../charts/figureData.ts';
import { channelNames, type KernelSheetOptions, SHOWN_KERNELS } from './kernelSheet.ts';

/** A colour says less. */
const DIGITS = 4;
/** More weights than these would make a page of megabytes. */
const MOST = 25_000;

/** The weights that a sheet draws, a row for each kernel and in-channel, row by row; of large ones those of the first layer alone. */
export function kernelData(
  layers: readonly { readonly name: string; readonly weights: Tensor<'float32'> }[],
  { channels }: KernelSheetOptions = {},
): FigureTable {
  const count = layers.reduce((sum, { weights }) => sum + shownWeights(weights.shape), 0);
  const kept = count > MOST ? layers.slice(0, 1) : layers;
  const rows = kept.flatMap(({ name, weights: { shape, data } }) => {
    const [out, inChannels, height, width] = shape;
    const names = channelNames(inChannels, channels);
    return Array.from({ length: Math.min(out, SHOWN_KERNELS) * inChannels }, (_, at) => {
      const channel = at % inChannels;
      const weights = data.subarray(at * height * width, (at + 1) * height * width);
      return [
        ...[name, Math.floor(at / inChannels) + 1, names[channel] || channel + 1],
        Array.from(weights, (weight) => Number(weight.toPrecision(DIGITS))),
      ];
    });
  });
  return { columns: ['layer', 'kernel', 'channel', 'weight'], rows };
}

const shownWeights = ([out, ...size]: readonly number[]) =>
  Math.min(out, SHOWN_KERNELS) * size.reduce((product, length) => product * length, 1);
