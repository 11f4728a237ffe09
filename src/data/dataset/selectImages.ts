import type { Dataset, Split } from './dataset.ts';

/** A split with memory of its own that holds the images at `indices`, in that order. */
export function selectImages(shape: Dataset['shape'], split: Split, indices: ArrayLike<number>): Split {
  const size = shape[0] * shape[1] * shape[2];
  const count = indices.length;
  const images =
    split.images instanceof Uint8Array ? new Uint8Array(count * size) : new Float32Array(count * size);
  const labels = new Int32Array(count);
  for (let position = 0; position < count; position++) {
    const start = indices[position] * size;
    images.set(split.images.subarray(start, start + size), position * size);
    labels[position] = split.labels[indices[position]];
  }
  return { images, labels, count };
}
