import { type Batch, type Dataset, readBatch, type Split } from '../../data/dataset/dataset.ts';

/** Float32 numbers that a measurement holds of images at once: 16 MiB. */
export const WORKING_NUMBERS = 2 ** 22;

export interface BatchOptions {
  /** One image: channels, height, width. */
  readonly shape: Dataset['shape'];
  /** Images at once. */
  readonly batch: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The images of a split in their order, some at once, with the place of the first in the split.
 *
 * @throws the signal's reason once it is aborted
 */
export function* imageBatches(
  split: Split,
  { shape, batch, signal }: BatchOptions,
): Generator<Batch & { readonly start: number }> {
  for (let start = 0; start < split.count; start += batch) {
    signal?.throwIfAborted();
    const length = Math.min(batch, split.count - start);
    yield {
      start,
      ...readBatch(
        shape,
        split,
        Array.from({ length }, (_, place) => start + place),
      ),
    };
  }
}

/** What every measurement of a whole split may be given. */
export interface MeasureOptions {
  /** One image: channels, height, width. */
  readonly shape: Dataset['shape'];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}
