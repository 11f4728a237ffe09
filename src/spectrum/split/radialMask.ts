import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Preset } from './preset.ts';

export const distanceNames = ['l2', 'l1', 'linf'] as const;

/** How far a bin is from the centre: Euclidean, city block or chessboard distance. */
export type Distance = (typeof distanceNames)[number];

/** Whether a bin at exactly r is low: `inclusive` is d ≤ r (the paper), `exclusive` d < r (the authors' code). */
export type Boundary = 'inclusive' | 'exclusive';

/** The boundary by a convention of the paper's text or of its code. */
export function boundaryOf(preset: Preset): Boundary {
  return preset === 'authors' ? 'exclusive' : 'inclusive';
}

export interface RadialMaskOptions {
  readonly distance?: Distance;
  readonly boundary?: Boundary;
}

/**
 * Marks the coefficients of a centred spectrum that lie within `radius` of its centre, which is bin
 * (floor(height / 2), floor(width / 2)).
 *
 * @param height rows of the spectrum, in bins
 * @param width columns of the spectrum, in bins
 * @param radius cut-off r in bins, r ≥ 0; a bin at exactly r is low (§3.1) unless `boundary` is `exclusive`
 * @returns shape [height, width]; 1 = low frequency, 0 = high frequency
 * @throws RangeError when `radius` is negative or NaN
 */
export function radialMask(
  height: number,
  width: number,
  radius: number,
  options: RadialMaskOptions = {},
): Tensor<'float32'> {
  const isLow = lowTest(radius, options);
  const mask = float32([height, width]);
  const top = Math.floor(height / 2);
  const left = Math.floor(width / 2);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      mask.data[at] = isLow(row - top, column - left) ? 1 : 0;
    }
  }
  return mask;
}

/**
 * The rule behind the mask: whether the bin at signed frequencies (u, v) is low.
 *
 * It depends on |u| and |v| only, and at an even size both names of the Nyquist bin, u = −height / 2 and
 * u = height / 2, are equally far from the centre. So it is symmetric under (u, v) → (−u, −v) at every size,
 * and the components of a real image are real.
 *
 * @throws RangeError when `radius` is negative or NaN
 */
export function lowTest(
  radius: number,
  { distance = 'l2', boundary = 'inclusive' }: RadialMaskOptions = {},
): (u: number, v: number) => boolean {
  if (!(radius >= 0)) throw new RangeError(`radialMask: radius must be ≥ 0, got ${radius}`);
  const measure = distances[distance];
  return boundary === 'inclusive' ? (u, v) => measure(u, v) <= radius : (u, v) => measure(u, v) < radius;
}

/** How far the bin at signed frequencies (u, v) is from the centre. */
export const distances: Readonly<Record<Distance, (u: number, v: number) => number>> = {
  l2: (u, v) => Math.sqrt(u * u + v * v),
  l1: (u, v) => Math.abs(u) + Math.abs(v),
  linf: (u, v) => Math.max(Math.abs(u), Math.abs(v)),
};
