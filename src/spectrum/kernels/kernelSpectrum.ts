import { type Tensor, tensor } from '../../tensor/tensor.ts';
import { lowTest } from '../split/radialMask.ts';
import { planeTransform } from '../transform/planeTransform.ts';
import { kernelSize } from './smoothKernel.ts';

/** Side of the square that kernels are padded to with zeros; bins are those of a 32×32 image. */
const SIDE = 32;
/** What lies farther from the centre counts as high. */
const RADIUS = 8;

/** What a first layer lets through. */
export interface KernelSpectrum {
  /** Share of the power at distance > 8 from the centre: the smoothness figure, lower is smoother. */
  readonly share: number;
  /** The same share of each out-channel; null where its weights are all zero. */
  readonly shares: readonly (number | null)[];
  /** How the out-channels' shares are spread, those that are null left out. */
  readonly spread: Spread;
  /** Power of each frequency, summed over all slices: [32, 32], zero frequency at bin (16, 16). */
  readonly power: Tensor<'float64'>;
}

export interface Spread {
  /** Of all out-channels, divided by their number. */
  readonly standardDeviation: number;
  /** Lower quartile, median, upper quartile, interpolated linearly between the ordered shares. */
  readonly quartiles: readonly [number, number, number];
}

/**
 * The frequency response of a convolution (§6.1): each (out, in) slice is padded with zeros to 32×32, and the power
 * of its DFT is summed over slices. A 1×1 kernel's power is flat, so its share is that of the bins, 827 of 1,024.
 *
 * @param weights [out, in, height, width], height and width at most 32
 * @throws RangeError when `weights` has another rank, is empty, larger than 32×32, all zero or not finite
 */
export function kernelSpectrum(weights: Tensor<'float32'>): KernelSpectrum {
  const [height, width] = kernelSize(weights, 'kernelSpectrum');
  if (height > SIDE || width > SIDE) {
    throw new RangeError(`kernelSpectrum: kernels must be at most ${SIDE}×${SIDE}, got ${height}×${width}`);
  }
  if (!weights.data.every(Number.isFinite)) {
    throw new RangeError('kernelSpectrum: weights must be finite numbers');
  }
  const [outChannels, inChannels] = weights.shape;
  const size = height * width;
  const transform = planeTransform(SIDE, SIDE);
  const spectrum = transform.allocate();
  const plane = new Float32Array(SIDE * SIDE);
  const power = tensor('float64', [SIDE, SIDE], new Float64Array(SIDE * SIDE));
  const channel = new Float64Array(SIDE * SIDE);
  const shares: (number | null)[] = [];
  for (let out = 0; out < outChannels; out++) {
    channel.fill(0);
    for (let slice = 0; slice < inChannels; slice++) {
      const start = (out * inChannels + slice) * size;
      for (let row = 0; row < height; row++) {
        const from = start + row * width;
        plane.set(weights.data.subarray(from, from + width), row * SIDE);
      }
      transform.forward(plane, spectrum);
      addPower(channel, spectrum.real, spectrum.imaginary);
    }
    shares.push(highShare(channel));
    for (let bin = 0; bin < channel.length; bin++) power.data[bin] += channel[bin];
  }
  const share = highShare(power.data);
  if (share === null) throw new RangeError('kernelSpectrum: weights must not all be zero');
  return { share, shares, spread: spreadOf(shares.filter((each) => each !== null)), power };
}

/** Adds |z|² of a half spectrum, unshifted, to the whole one with zero frequency at its centre. */
function addPower(sum: Float64Array, real: Float64Array, imaginary: Float64Array): void {
  const half = SIDE / 2;
  for (let u = 0, at = 0; u < SIDE; u++) {
    for (let v = 0; v <= half; v++, at++) {
      const value = real[at] * real[at] + imaginary[at] * imaginary[at];
      const row = (u + half) % SIDE;
      sum[row * SIDE + ((v + half) % SIDE)] += value;
      // The other half is the mirror through the centre; the columns 0 and 16 are their own.
      if (v > 0 && v < half) sum[((SIDE - u + half) % SIDE) * SIDE + half - v] += value;
    }
  }
}

/** The share of a centred power map that lies beyond the radius, null where there is no power at all. */
function highShare(power: Float64Array): number | null {
  const isLow = lowTest(RADIUS);
  let low = 0;
  let high = 0;
  for (let bin = 0; bin < power.length; bin++) {
    if (isLow(Math.floor(bin / SIDE) - SIDE / 2, (bin % SIDE) - SIDE / 2)) low += power[bin];
    else high += power[bin];
  }
  return low + high > 0 ? high / (low + high) : null;
}

function spreadOf(shares: readonly number[]): Spread {
  const sorted = shares.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, share) => sum + share, 0) / sorted.length;
  const variance = sorted.reduce((sum, share) => sum + (share - mean) ** 2, 0) / sorted.length;
  const quantile = (part: number) => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (place % 1) * (sorted[Math.ceil(place)] - below);
  };
  return {
    standardDeviation: Math.sqrt(variance),
    quartiles: [quantile(0.25), quantile(0.5), quantile(0.75)],
  };
}
