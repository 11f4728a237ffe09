import { type ImageLayout, imageLayouts } from '../../networks/classifier/convention.ts';
import type { ImageShape } from '../../networks/classifier/modelInput.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

/** Each layout with rows and columns exchanged, as some exports from MATLAB want their images. */
const exchanged: Partial<Readonly<Record<ImageLayout, ImageLayout>>> = { NCHW: 'NCWH', NHWC: 'NWHC' };

/** The layouts, and behind them those with rows and columns exchanged where images are square. */
export function withTransposed(
  layouts: readonly ImageLayout[],
  [, height, width]: ImageShape,
): readonly ImageLayout[] {
  if (height !== width || height === 1) return layouts;
  return [...layouts, ...layouts.flatMap((layout) => exchanged[layout] ?? [])];
}

/** The layout whose images a layout wants with rows and columns exchanged; of a straight one itself. */
export const straightLayout = (layout: ImageLayout): ImageLayout =>
  imageLayouts.find((straight) => exchanged[straight] === layout) ?? layout;

/** Square images with rows and columns exchanged. */
export function transposed({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const side = shape[3];
  const result = float32(shape);
  for (let row = 0; row < data.length / side; row++) {
    const [plane, y] = [row - (row % side), row % side];
    for (let x = 0; x < side; x++) result.data[plane * side + x * side + y] = data[row * side + x];
  }
  return result;
}

export const isTransposed = (layout: ImageLayout): boolean => layout === 'NCWH' || layout === 'NWHC';
