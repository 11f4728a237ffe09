import { setAside } from './setAside.ts';

/** What is tested of a data set without a test set of its own: a fifth of it, which is not learned from, or all of it. */
export type WithoutTest = 'fifth' | 'whole';

/** What a data set that has no test set of its own says about what is tested of it. */
export function testSplitNotice(name: string, withoutTest: WithoutTest): string {
  if (withoutTest === 'whole')
    return `${name}: no test set of its own; all of its images are measured, on which a model that learned from them looks better than it is`;
  return `${name}: no test set of its own; a fixed random fifth of each class was set aside as one`;
}

/**
 * Sets a fifth of each class aside as a test set, the same fifth for every seed of a run, or gives all images as both.
 *
 * @returns indices of the training and of the test images, each ascending
 */
export function splitOffTest(
  labels: Int32Array,
  withoutTest: WithoutTest,
): { train: Uint32Array; test: Uint32Array } {
  if (withoutTest === 'whole') {
    const all = Uint32Array.from(labels.keys());
    return { train: all, test: all };
  }
  const { rest, aside } = setAside(labels, Math.round(labels.length / 5), 'passband/test split');
  return { train: rest, test: aside };
}
