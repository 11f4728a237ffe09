import type { Graph } from '../../onnx/graph/graph.ts';
import type { Network } from './network.ts';

export interface ExportOptions {
  /** Names of the classes in the order of the logits. */
  readonly classes: readonly string[];
  /** Smallest and largest pixel that the network was trained on; by default [0, 1]. */
  readonly bounds?: readonly [low: number, high: number];
}

/**
 * The graph to write to a file: a trained network for inference with any batch size, which says in its metadata
 * what goes in and what comes out. Keys: `passband.network`, `passband.input`, `passband.bounds` (JSON, [low,
 * high]) and `passband.classes` (JSON, names in the order of the logits).
 *
 * @throws Error when the network is one for training or has a fixed batch size
 * @throws RangeError when there is not one name for each logit
 */
export function exportModel(network: Network, { classes, bounds = [0, 1] }: ExportOptions): Graph {
  const { graph } = network;
  const { shape } = graph.inputs.get('images')!;
  if (
    network.dropoutMasks.length > 0 ||
    network.runningStatistics.some(({ batchMean }) => batchMean !== '')
  ) {
    throw new Error(`exportModel: ${graph.name} must be built for inference, got one for training`);
  }
  if (typeof shape[0] === 'number') {
    throw new Error(`exportModel: ${graph.name} must take any batch size, got one of ${shape[0]} images`);
  }
  const logits = graph.outputs.get('logits')!.shape[1];
  if (classes.length !== logits) {
    throw new RangeError(`exportModel: ${logits} logits need as many class names, got ${classes.length}`);
  }
  const pixels = shape[1] === 1 ? 'grey' : shape[1] === 3 ? 'RGB' : `${shape[1]} channels`;
  return {
    ...graph,
    metadata: {
      ...graph.metadata,
      'passband.network': graph.name,
      'passband.input': `NCHW float32 ${pixels} in [${bounds.join(', ')}]`,
      'passband.bounds': JSON.stringify(bounds),
      'passband.classes': JSON.stringify(classes),
    },
  };
}
