import type { TrainingConfig } from './config.ts';
import type { OptimizerSettings } from './optimizers.ts';

/** The optimizer of a configuration, with PyTorch's defaults for what a configuration does not name. */
export function optimizerSettings({
  optimizer,
  momentum,
}: Pick<TrainingConfig, 'optimizer' | 'momentum'>): OptimizerSettings {
  return optimizer === 'sgd' || optimizer === 'rmsprop' ? { name: optimizer, momentum } : { name: optimizer };
}
