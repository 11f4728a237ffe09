import { float32, type Tensor } from '../../tensor/tensor.ts';

/** Images with their labels, held in one array. */
export interface Split {
  /** Shape [count, channels, height, width]; bytes are pixel · 255, floats are pixels in [0, 1]. */
  readonly images: Uint8Array | Float32Array;
  /** Index into the classes of the data set, one an image. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** Classified images: training and test split, and where they came from. */
export interface Dataset {
  readonly name: string;
  readonly classes: readonly string[];
  readonly shape: readonly [channels: number, height: number, width: number];
  /** Height and width to which image files were brought; absent where the data have a size of their own. */
  readonly resizedTo?: number;
  readonly train: Split;
  readonly test: Split;
  /** What a reader of the numbers must know, one sentence each: a partial test set, a split made by us. */
  readonly notices: readonly string[];
  /** File or generator → SHA-256 of its content, in hexadecimal. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface Batch {
  /** Shape [indices.length, channels, height, width], pixels in [0, 1]. */
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
}

/** Copies all images of a split, in their order. */
export function readWhole(shape: Dataset['shape'], split: Split): Batch {
  return readBatch(
    shape,
    split,
    Uint32Array.from({ length: split.count }, (_, index) => index),
  );
}

/**
 * Copies the images at `indices` out of a split, in that order.
 *
 * @param shape channels, height and width of one image
 * @throws RangeError when an index is not in 0 … count − 1
 */
export function readBatch(shape: Dataset['shape'], split: Split, indices: ArrayLike<number>): Batch {
  const size = shape[0] * shape[1] * shape[2];
  const pixels = new Float32Array(indices.length * size);
  const labels = new Int32Array(indices.length);
  const { images } = split;
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position];
    if (!(index >= 0 && index < split.count)) {
      throw new RangeError(`readBatch: index must be in 0 … ${split.count - 1}, got ${index}`);
    }
    labels[position] = split.labels[index];
    const from = index * size;
    const to = position * size;
    if (images instanceof Float32Array) {
      pixels.set(images.subarray(from, from + size), to);
    } else {
      for (let offset = 0; offset < size; offset++) pixels[to + offset] = images[from + offset] / 255;
    }
  }
  return { images: float32([indices.length, ...shape], pixels), labels };
}
