import type { Tensor } from '../../tensor/tensor.ts';
import type { ArrayImages } from './arrayImages.ts';
import { type ImageSource, selectedImages } from './imageSource.ts';

/** Images with their labels. */
export interface Split {
  readonly images: ImageSource;
  /** Index into the classes of the data set, one an image. */
  readonly labels: Int32Array;
  readonly count: number;
}

/** A split whose images lie in memory. */
export interface ArraySplit extends Split {
  readonly images: ArrayImages;
}

/** Classified images: training and test split, what is in reserve, and where they came from. */
export interface Dataset {
  readonly name: string;
  readonly classes: readonly string[];
  readonly shape: ImageSource['shape'];
  /** Class → the WordNet ids that it was merged from, where a file beside the images says so. */
  readonly wordNetIds?: Readonly<Record<string, readonly string[]>>;
  /** Height and width to which image files were brought; absent where the data have a size of their own. */
  readonly resizedTo?: number;
  readonly train: Split;
  readonly test: Split;
  /** Images of the training set that are not in `train`: a further test set, where one was asked for. */
  readonly reserve?: Split;
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

/**
 * Reads the images at `indices` of a split, in that order, with their labels; the caller may change them.
 *
 * @throws RangeError when an index is not in 0 … count − 1; what the source throws when an image cannot be read
 */
export async function readBatch(
  { images, labels, count }: Split,
  indices: ArrayLike<number>,
): Promise<Batch> {
  const chosen = new Int32Array(indices.length);
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position];
    if (!(index >= 0 && index < count)) {
      throw new RangeError(`readBatch: index must be in 0 … ${count - 1}, got ${index}`);
    }
    chosen[position] = labels[index];
  }
  return { images: await images.read(indices), labels: chosen };
}

/** Reads all images of a split, in their order: for splits that are known to be small. */
export function readWhole(split: Split): Promise<Batch> {
  return readBatch(
    split,
    Uint32Array.from({ length: split.count }, (_, index) => index),
  );
}

/** The images at `indices` of a split, in that order, with their labels. */
export function selectImages({ images, labels }: Split, indices: ArrayLike<number>): Split {
  return {
    images: selectedImages(images, indices),
    labels: Int32Array.from(indices, (index) => labels[index]),
    count: indices.length,
  };
}
