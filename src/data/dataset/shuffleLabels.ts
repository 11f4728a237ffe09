import { permutation, type Random } from '../../tensor/random.ts';
import type { Split } from './dataset.ts';

/**
 * Takes the meaning out of labels (Zhang et al. 2017): a random `fraction` of the images exchange their labels among
 * each other, so that each class keeps its size. An image may get the class back that it had.
 *
 * @param fraction 0 … 1; the number of images is rounded
 * @returns a split on the same images with labels of its own; done once, it is the same in every epoch
 * @throws RangeError when `fraction` is not in 0 … 1
 */
export function shuffleLabels(
  split: Split,
  { fraction = 1, random }: { fraction?: number; random: Random },
): Split {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`shuffleLabels: fraction must be in 0 … 1, got ${fraction}`);
  }
  const chosen = permutation(split.count, random).subarray(0, Math.round(fraction * split.count));
  const order = permutation(chosen.length, random);
  const labels = split.labels.slice();
  chosen.forEach((index, position) => {
    labels[index] = split.labels[chosen[order[position]]];
  });
  return { ...split, labels };
}
