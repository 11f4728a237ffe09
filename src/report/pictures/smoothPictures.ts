import { kernelSpectrum } from '../../spectrum/kernels/kernelSpectrum.ts';
import { smoothKernel } from '../../spectrum/kernels/smoothKernel.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { KernelSheetOptions } from './kernelSheet.ts';
import { type LayerPictures, layerPictures } from './layerPictures.ts';
import { rowName } from './smoothingTable.ts';

/**
 * A first layer as it is and smoothed: its kernels, and which frequencies they let through.
 *
 * @param weights [out, in, height, width]
 * @param rhos the panels in their order; 0 is the layer as it is
 */
export function smoothPictures(
  weights: Tensor<'float32'>,
  rhos: readonly number[],
  options: KernelSheetOptions = {},
): Promise<LayerPictures> {
  const layers = rhos.map((rho) => {
    const smoothed = smoothKernel(weights, { rho });
    return { name: rowName(rho), weights: smoothed, spectrum: kernelSpectrum(smoothed) };
  });
  return layerPictures(layers, options);
}
