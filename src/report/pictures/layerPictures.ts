import type { KernelSpectrum } from '../../spectrum/kernels/kernelSpectrum.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { percent } from '../../wording/format.ts';
import { dataOf, type FigureData, type FigureTable } from '../charts/figureData.ts';
import { kernelSpectrumChart } from '../charts/kernelSpectrumChart.ts';
import { renderSvg } from '../charts/renderSvg.ts';
import { mapData } from '../charts/responseMap.ts';
import { kernelData } from './kernelData.ts';
import { type KernelSheetOptions, kernelSheet } from './kernelSheet.ts';

/** SVG documents in the theme's light colours. */
export interface LayerPictures {
  readonly kernels: string;
  readonly spectrum: string;
  /** What `kernels` draws. */
  readonly weights: FigureTable;
  /** The values of the curves in `spectrum`, and those of its maps. */
  readonly responses: FigureData;
  readonly maps: FigureTable;
}

export interface DrawnLayer {
  /** Such as `ρ = 0.25`. */
  readonly name: string;
  /** [out, in, height, width]. */
  readonly weights: Tensor<'float32'>;
  readonly spectrum: Pick<KernelSpectrum, 'share' | 'power'>;
}

/** More squares than these would make a page of megabytes. */
const SQUARES = 25_000;

/** The kernels of first layers of one size, of large ones only the first and the last, and which frequencies all let through. */
export async function layerPictures(
  layers: readonly DrawnLayer[],
  options: KernelSheetOptions = {},
): Promise<LayerPictures> {
  const squares = layers.reduce((sum, { weights }) => sum + weights.data.length, 0);
  const ends = [...new Set([layers[0], layers.at(-1)!])];
  const shown = squares > SQUARES ? ends : layers;
  const panels = shown.map(({ name, weights, spectrum }) => ({
    caption: `${name} · ${percent(spectrum.share)} of the power beyond r = 8`,
    weights,
  }));
  const chart = kernelSpectrumChart(layers);
  return {
    kernels: kernelSheet(panels, options),
    spectrum: await renderSvg(chart),
    weights: kernelData(shown, options),
    responses: dataOf(chart)!,
    maps: mapData(ends.map(({ name, spectrum }) => ({ name, power: spectrum.power.data }))),
  };
}
