import type { Tensor } from '../../tensor/tensor.ts';

/** The ends of the scale of colours, in root mean squares: one large weight does not make all others pale. */
export const SCALE_END = 2.5;

/** The weight that has the colour of the scale's end, in a layer's own measure: smoothing multiplies weights by up to 1 + 8ρ. */
export function kernelScale({ data }: Tensor<'float32'>): number {
  return SCALE_END * Math.sqrt(data.reduce((sum, weight) => sum + weight * weight, 0) / data.length) || 1;
}
