import { seededRandom } from '../../tensor/random.ts';
import { stratifiedSample } from './stratifiedSample.ts';

/** What a data set that has no test set of its own says about the one that `splitOffTest` made. */
export function testSplitNotice(name: string): string {
  return `${name}: no test set of its own; a fixed random fifth of each class was set aside as one`;
}

/**
 * Sets a fifth of each class aside as a test set, the same fifth for every seed of a run.
 *
 * @returns indices of the training and of the test images, each ascending
 */
export function splitOffTest(labels: Int32Array): { train: Uint32Array; test: Uint32Array } {
  const random = seededRandom('passband/test split');
  const test = stratifiedSample(labels, Math.round(labels.length / 5), random);
  const taken = new Set(test);
  return { train: Uint32Array.from(labels.keys()).filter((index) => !taken.has(index)), test };
}
