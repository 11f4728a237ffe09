import type { RadialMaskOptions } from '../../../src/spectrum/split/radialMask.ts';
import { splitFrequencies } from '../../../src/spectrum/split/splitFrequencies.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';

/**
 * The share of Σ δ² within a radius.
 *
 * @param delta [c, h, w]
 * @returns null where nothing was changed
 */
export function lowShare(
  delta: Tensor<'float32'>,
  radius: number,
  options: RadialMaskOptions,
): number | null {
  const all = energyOf(delta);
  return all === 0 ? null : energyOf(splitFrequencies(delta, radius, options).lfc) / all;
}

function energyOf({ data }: Tensor<'float32'>): number {
  let sum = 0;
  for (const value of data) sum += value ** 2;
  return sum;
}
