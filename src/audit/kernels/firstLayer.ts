import { z } from 'zod';
import { firstConvolution } from '../../networks/classifier/firstConvolution.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { kernelSpectrum } from '../../spectrum/kernels/kernelSpectrum.ts';
import { sizeOf } from '../../tensor/tensor.ts';

/** The kernels that see the images, and how smooth they are (§6.1, Fig. 7). */
export const firstLayerSchema = z.object({
  name: z.string(),
  /** [out, in / group, height, width]. */
  shape: z.array(z.int().positive()).length(4),
  /** Weights of the first out-channels, at most `KEPT` of them, in four digits. */
  weights: z.array(z.number()),
  /** Share of the kernels' power at distance > 8 from the centre of a 32×32 spectrum. */
  smoothness: z.number(),
  spread: z.object({ standardDeviation: z.number(), quartiles: z.array(z.number()).length(3) }),
  /** Power at each frequency, [32, 32], zero frequency at (16, 16), in four digits. */
  power: z.array(z.number()),
});

export type FirstLayer = Readonly<z.infer<typeof firstLayerSchema>>;

const KEPT = 64;

/**
 * Looks at a model's first convolution.
 *
 * @throws Error when there is none, or it is none that has a frequency response on 32×32
 */
export function firstLayer(graph: Graph): FirstLayer {
  const { node, weights } = firstConvolution(graph);
  const { share, spread, power } = kernelSpectrum(weights);
  const kept = sizeOf(weights.shape.slice(1)) * KEPT;
  return {
    name: node.name,
    shape: [...weights.shape],
    weights: Array.from(weights.data.subarray(0, kept), fourDigits),
    smoothness: share,
    spread: { standardDeviation: spread.standardDeviation, quartiles: [...spread.quartiles] },
    power: Array.from(power.data, fourDigits),
  };
}

function fourDigits(value: number): number {
  return Number(value.toPrecision(4));
}
