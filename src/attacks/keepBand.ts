import { splitFrequencies } from '../spectrum/split/splitFrequencies.ts';
import { float32 } from '../tensor/tensor.ts';
import type { AttackParameters } from './methods/attackParameters.ts';

export type Band = NonNullable<AttackParameters['band']>;

/** Takes from a perturbation [c, h, w] the frequencies outside the band. */
export function keepBand(delta: Float64Array, shape: readonly number[], band: Band): void {
  delta.set(partsOf(delta, shape, band).kept.data);
}

/** ‖δ‖² outside the band, and altogether. */
export interface BandEnergy {
  readonly outside: number;
  readonly all: number;
}

/** The energy of a perturbation [c, h, w]. */
export function bandEnergy(delta: Float64Array, shape: readonly number[], band: Band): BandEnergy {
  const { removed } = partsOf(delta, shape, band);
  return { outside: energy(removed.data), all: energy(delta) };
}

// One image at a time: 0.1 to 0.2 ms for 3 × 32 × 32, a twentieth of ResNet-32's gradient.
function partsOf(delta: Float64Array, shape: readonly number[], { radius, keep, distance, boundary }: Band) {
  const { lfc, hfc } = splitFrequencies(float32(shape, delta), radius, { distance, boundary });
  return keep === 'low' ? { kept: lfc, removed: hfc } : { kept: hfc, removed: lfc };
}

function energy(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ** 2;
  return sum;
}
