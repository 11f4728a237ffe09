import type { ArrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Dataset, Split } from '#passband/data/dataset/dataset.ts';

/** The array of a split whose images lie in memory: [count, channels, height, width]. */
export function arrayOf({ images }: Pick<Split, 'images'>): ArrayImages['pixels'] {
  return (images as ArrayImages).pixels;
}

/** A data set as plain values, which can be compared: the arrays in place of what reads them. */
export function plainValues({ train, test, ...rest }: Dataset) {
  const plain = (split: Split) => ({ ...split, images: arrayOf(split) });
  return { ...rest, train: plain(train), test: plain(test) };
}
