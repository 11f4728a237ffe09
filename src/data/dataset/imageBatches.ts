import { type Batch, readBatch, type Split } from './dataset.ts';

export interface BatchOptions {
  /** Images at once. */
  readonly batch: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The images of a split in their order, some at once, with the place of the first in the split. While the caller works on
 * one batch the next is being read; there are never more than these two.
 *
 * @throws the signal's reason once it is aborted; what the source throws when an image cannot be read
 */
export async function* imageBatches(
  split: Split,
  { batch, signal }: BatchOptions,
): AsyncGenerator<Batch & { readonly start: number }> {
  const readAt = (start: number): Promise<Batch> => {
    const length = Math.min(batch, split.count - start);
    const reading = readBatch(
      split,
      Array.from({ length }, (_, place) => start + place),
    );
    // Whoever stops early never asks for the batch that was read ahead; its failure then has no one to be told.
    reading.catch(() => {});
    return reading;
  };
  signal?.throwIfAborted();
  let next = split.count > 0 ? readAt(0) : undefined;
  for (let start = 0; next; start += batch) {
    const read: Batch = await next;
    signal?.throwIfAborted();
    next = start + batch < split.count ? readAt(start + batch) : undefined;
    yield { start, ...read };
  }
}
