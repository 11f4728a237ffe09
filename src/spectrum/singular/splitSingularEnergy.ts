import { float32, type Tensor } from '../../tensor/tensor.ts';
import { planeSize } from '../split/splitFrequencies.ts';
import { singularPlane } from './singularPlane.ts';
import { type SingularComponents, storeParts } from './splitSingularValues.ts';

/** A split by singular values whose rank follows the energy that the leading part was to have. */
export interface MatchedSplit extends SingularComponents {
  /** The rank k of each image, the same for its channels. */
  readonly ranks: Int32Array;
  /** Energy Σ x² of each image's leading part, over its channels. */
  readonly energies: Float64Array;
}

/**
 * Splits each image by its singular values at the rank, 1 … min(height, width), whose leading part comes nearest to a
 * given energy (of two equally near ones, the smaller rank): one decomposition a channel serves all ranks.
 *
 * @param images [n, c, h, w]
 * @param targets energy Σ x² that the leading part of each image should have, over its channels
 * @throws RangeError when there is not one target for each image
 */
export function splitSingularEnergy(images: Tensor<'float32'>, targets: ArrayLike<number>): MatchedSplit {
  const [height, width] = planeSize(images, 'splitSingularEnergy');
  const [count, channels] = images.shape;
  if (images.shape.length !== 4 || targets.length !== count) {
    throw new RangeError(
      `splitSingularEnergy: images [${images.shape}] need one target each, got ${targets.length}`,
    );
  }
  const size = height * width;
  const leading = float32(images.shape);
  const rest = float32(images.shape);
  const ranks = new Int32Array(count);
  const energies = new Float64Array(count);
  const low = new Float64Array(size);
  for (let image = 0; image < count; image++) {
    const starts = Array.from({ length: channels }, (_, channel) => (image * channels + channel) * size);
    const planes = starts.map((start) => images.data.subarray(start, start + size));
    const parts = planes.map((plane) => singularPlane(plane, height, width));
    let energy = 0;
    let gap = Infinity;
    for (let rank = 1; rank <= Math.min(height, width); rank++) {
      for (const part of parts) energy += part.energies[rank - 1];
      if (Math.abs(energy - targets[image]) >= gap) break;
      gap = Math.abs(energy - targets[image]);
      ranks[image] = rank;
      energies[image] = energy;
    }
    parts.forEach((part, channel) => {
      part.leading(ranks[image], low);
      storeParts(planes[channel], low, { leading, rest }, starts[channel]);
    });
  }
  return { leading, rest, ranks, energies };
}
