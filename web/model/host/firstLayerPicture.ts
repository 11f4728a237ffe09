import { firstConvolution } from '../../../src/networks/classifier/firstConvolution.ts';
import type { Graph } from '../../../src/onnx/graph/graph.ts';
import { kernelSpectrum } from '../../../src/spectrum/kernels/kernelSpectrum.ts';
import { type RingLevel, ringLevels } from '../../../src/spectrum/split/ringLevels.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';

/** The kernels that see the images, and which frequencies they let through. */
export interface FirstLayerPicture {
  readonly name: string;
  /** [out, in / group, height, width]. */
  readonly weights: Tensor<'float32'>;
  /** Null where the kernels are too large for it, or all zero. */
  readonly response: {
    /** Share of the power beyond r = 8 of a 32×32 spectrum; lower is smoother. */
    readonly share: number;
    readonly levels: readonly RingLevel[];
  } | null;
}

/** @throws Error when the model has no first convolution to look at */
export function firstLayerPicture(graph: Graph): FirstLayerPicture {
  const { node, weights } = firstConvolution(graph);
  return { name: node.name, weights, response: responseOf(weights) };
}

function responseOf(weights: Tensor<'float32'>): FirstLayerPicture['response'] {
  try {
    const { share, power } = kernelSpectrum(weights);
    return { share, levels: ringLevels(power.data) };
  } catch {
    return null;
  }
}
