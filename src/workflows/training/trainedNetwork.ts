import type { Dataset } from '../../data/dataset/dataset.ts';
import { buildNetwork } from '../../networks/architectures/buildNetwork.ts';
import type { Network } from '../../networks/architectures/network.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TrainingConfig } from '../../training/config/config.ts';

/** The network of a configuration with known weights, for inference on any number of images. */
export function trainedNetwork(
  { network, batchNorm }: Pick<TrainingConfig, 'network' | 'batchNorm'>,
  { classes, shape }: Pick<Dataset, 'classes' | 'shape'>,
  weights: ReadonlyMap<string, Tensor>,
): Network {
  return buildNetwork(network, { classes: classes.length, shape, batchNorm, weights });
}
