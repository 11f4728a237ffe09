import { pictureFigure } from '../page/figure.ts';
import type { SafeHtml } from '../page/html.ts';
import type { Colour } from '../theme/theme.ts';
import type { LayerPictures } from './layerPictures.ts';

/** The kernels of a first layer, with their weights. */
export function kernelFigure({ kernels, weights }: LayerPictures, colours: readonly Colour[]): SafeHtml {
  return pictureFigure(kernels, { description: 'Kernels', colours, isWide: true, data: weights });
}

/** Which frequencies a first layer lets through, with the values of curves and maps. */
export function responseFigure(
  { spectrum, responses, maps }: LayerPictures,
  colours: readonly Colour[],
): SafeHtml {
  return pictureFigure(spectrum, {
    ...{ description: 'Frequency response', colours, isWide: true },
    ...{ data: responses, parts: { data: 'the curves', others: { 'the maps': maps } } },
  });
}
