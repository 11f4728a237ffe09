import type { Tensor } from '../tensor/tensor.ts';

/** @throws RangeError when there are not as many labels as images, or when a pixel is outside the bounds */
export function checkImages(
  caller: string,
  { shape, data }: Tensor<'float32'>,
  labels: Int32Array,
  [low, high]: readonly [number, number],
): void {
  if (labels.length !== shape[0]) {
    throw new RangeError(`${caller}: ${shape[0]} images need as many labels, got ${labels.length}`);
  }
  const outside = data.find((pixel) => !(pixel >= low && pixel <= high));
  if (outside !== undefined) {
    throw new RangeError(`${caller}: pixels must lie within the bounds [${low}, ${high}], got ${outside}`);
  }
}
