import { kernelSpectrum } from '../spectrum/kernelSpectrum.ts';
import { smoothKernel } from '../spectrum/smoothKernel.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { percent } from './format.ts';
import { type KernelSheetOptions, kernelSheet } from './kernelSheet.ts';
import { kernelSpectrumChart } from './kernelSpectrumChart.ts';
import { renderSvg } from './renderSvg.ts';
import { rowName } from './smoothingTable.ts';

/** SVG documents in the theme's light colours. */
export interface SmoothPictures {
  readonly kernels: string;
  readonly spectrum: string;
}

/**
 * A first layer as it is and smoothed: its kernels, and which frequencies they let through.
 *
 * @param weights [out, in, height, width]
 * @param rhos the panels in their order; 0 is the layer as it is
 */
export async function smoothPictures(
  weights: Tensor<'float32'>,
  rhos: readonly number[],
  options: KernelSheetOptions = {},
): Promise<SmoothPictures> {
  const layers = rhos.map((rho) => {
    const smoothed = smoothKernel(weights, { rho });
    return { name: rowName(rho), weights: smoothed, spectrum: kernelSpectrum(smoothed) };
  });
  const panels = layers.map(({ name, weights, spectrum }) => ({
    caption: `${name} · ${percent(spectrum.share)} of the power beyond r = 8`,
    weights,
  }));
  return {
    kernels: kernelSheet(panels, options),
    spectrum: await renderSvg(kernelSpectrumChart(layers)),
  };
}
