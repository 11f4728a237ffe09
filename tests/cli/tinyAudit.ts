import { float32, tensor } from '#passband/tensor/tensor.ts';
import { npzFile } from '../support/dataFiles.ts';

/** The bytes of an `.npz` data set whose test images have these pixels and the classes 0, 1, 2, … in turn. */
export function npzOf(
  pixels: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  classes: number,
): Uint8Array {
  const count = pixels.length / (channels * height * width);
  const images = float32([count, channels, height, width], pixels);
  const labels = tensor(
    'int32',
    [count],
    Int32Array.from({ length: count }, (_, image) => image % classes),
  );
  return npzFile({ images, labels, test_images: images, test_labels: labels });
}
