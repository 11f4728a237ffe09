import type { ArrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Split } from '#passband/data/dataset/dataset.ts';

/** The array of a split whose images lie in memory: [count, channels, height, width]. */
export function arrayOf({ images }: Pick<Split, 'images'>): ArrayImages['pixels'] {
  return (images as ArrayImages).pixels;
}
