import type { ImageLayout } from '../../networks/classifier/convention.ts';
import type { ImageShape } from '../../networks/classifier/modelInput.ts';

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

export const isTransposed = (layout: ImageLayout): boolean => layout === 'NCWH' || layout === 'NWHC';
