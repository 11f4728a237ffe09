import { float32, type Tensor } from '../../tensor/tensor.ts';
import { planeSize } from '../split/splitFrequencies.ts';
import { singularPlane } from './singularPlane.ts';
import { type SingularComponents, storeParts } from './splitSingularValues.ts';

/** Images whose singular values are kept, so that each further rank costs one product only. */
export interface SingularSplitter {
  /** The singular values of each channel of each image, largest first. */
  readonly values: readonly Float64Array[];
  /**
   * The parts at rank k, as `splitSingularValues` gives them.
   *
   * @throws RangeError when `rank` is not an integer ≥ 1
   */
  at(rank: number): SingularComponents;
}

/**
 * @param images NCHW, or any shape whose last two sizes are height and width; it must not change as long as the
 *   splitter is used
 * @throws RangeError when `images` has no height and width
 */
export function singularSplitter(images: Tensor<'float32'>): SingularSplitter {
  const [height, width] = planeSize(images, 'singularSplitter');
  const size = height * width;
  const planes = Array.from({ length: images.data.length / size }, (_, index) =>
    images.data.subarray(index * size, (index + 1) * size),
  );
  const decomposed = planes.map((plane) => singularPlane(plane, height, width));
  const low = new Float64Array(size);
  return {
    values: decomposed.map(({ energies }) => energies.map(Math.sqrt)),
    at(rank) {
      if (!Number.isInteger(rank) || rank < 1) {
        throw new RangeError(`singularSplitter: rank must be an integer ≥ 1, got ${rank}`);
      }
      const parts = { leading: float32(images.shape), rest: float32(images.shape) };
      if (rank >= Math.min(height, width)) {
        parts.leading.data.set(images.data);
        return parts;
      }
      decomposed.forEach((plane, index) => {
        plane.leading(rank, low);
        storeParts(planes[index], low, parts, index * size);
      });
      return parts;
    },
  };
}
