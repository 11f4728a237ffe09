import type { Tensor } from '../../tensor/tensor.ts';

/**
 * Images by index, read when they are asked for: arrays in memory (`arrayImages`) are one kind; files that are decoded
 * on demand are another. Whoever measures images holds a batch or two of them and never all.
 */
export interface ImageSource {
  /** One image: channels, height, width. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly count: number;
  /** Whether every pixel is a whole number of 255ths, as image files have them. */
  readonly isEightBit: boolean;
  /**
   * Reads the images at `indices`, in that order; the caller may change what it gets.
   *
   * @returns shape [indices.length, channels, height, width], pixels in [0, 1]
   * @throws RangeError when an index is not in 0 … count − 1; Error of one line that names the image that cannot be
   *   read, and why
   */
  read(indices: ArrayLike<number>): Promise<Tensor<'float32'>>;
  /** `selectedImages` of a kind that can hold some of its images at less cost than all. */
  select?(indices: ArrayLike<number>): ImageSource;
}

/** The images at `indices`, in that order, as a source of their own. */
export function selectedImages(source: ImageSource, indices: ArrayLike<number>): ImageSource {
  return source.select?.(indices) ?? viewOf(source, indices);
}

/** Passes what it is asked for on to `source`; nothing is copied. */
export function viewOf(source: ImageSource, places: ArrayLike<number>): ImageSource {
  const indicesOf = (indices: ArrayLike<number>) => Array.from(indices, (index) => places[index]);
  return {
    shape: source.shape,
    count: places.length,
    isEightBit: source.isEightBit,
    read: (indices) => source.read(indicesOf(indices)),
    // Of the source itself, so that views do not pile up.
    select: (indices) => selectedImages(source, indicesOf(indices)),
  };
}

/** A source that shows each image of another changed, as it is read. */
export function changedImages(
  source: ImageSource,
  change: (images: Tensor<'float32'>) => Tensor<'float32'>,
  {
    shape = source.shape,
    isEightBit = source.isEightBit,
  }: Partial<Pick<ImageSource, 'shape' | 'isEightBit'>> = {},
): ImageSource {
  return {
    shape,
    count: source.count,
    isEightBit,
    read: async (indices) => change(await source.read(indices)),
    select: (indices) => changedImages(selectedImages(source, indices), change, { shape, isEightBit }),
  };
}
