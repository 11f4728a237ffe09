import { seededRandom } from '../../tensor/random.ts';
import { stratifiedSample } from './stratifiedSample.ts';

/**
 * Sets `count` images aside, of each class its share: the same ones for every seed of a run.
 *
 * @param use what they are for, the name of the random stream
 * @returns indices of those images and of the rest, each ascending
 */
export function setAside(
  labels: Int32Array,
  count: number,
  use: string,
): { readonly rest: Uint32Array; readonly aside: Uint32Array } {
  const aside = stratifiedSample(labels, count, seededRandom(use));
  const taken = new Set(aside);
  return { rest: Uint32Array.from(labels.keys()).filter((index) => !taken.has(index)), aside };
}
