import { type Dataset, selectImages } from './dataset.ts';
import { setAside } from './setAside.ts';

/**
 * Chooses training images that no run learns from, so that they can be measured as a further test set: the same ones for
 * every seed and every limit.
 *
 * @param source data set or folder that the error names
 * @returns indices of the images that are left to learn from and of the reserve, each ascending
 * @throws Error of one line when no image would be left
 */
export function splitOffReserve(
  source: string,
  labels: Int32Array,
  count: number,
): { readonly train: Uint32Array; readonly reserve: Uint32Array } {
  if (!(Number.isInteger(count) && count >= 0 && count < labels.length)) {
    throw new Error(
      `${source}: reserve must be a whole number below that of the training images (${labels.length}), got ${count}`,
    );
  }
  const { rest, aside } = setAside(labels, count, 'passband/reserve');
  return { train: rest, reserve: aside };
}

/** The data set with `count` of its training images as its reserve; for none the data set itself. */
export function withReserve(dataset: Dataset, count: number): Dataset {
  if (count === 0) return dataset;
  const { name, train } = dataset;
  const chosen = splitOffReserve(name, train.labels, count);
  return {
    ...dataset,
    train: selectImages(train, chosen.train),
    reserve: selectImages(train, chosen.reserve),
  };
}
