import type { TrainingConfig } from './config.ts';

/** The settings that the loop reads, whatever the task. The others concern data, network, batches and measurements. */
export type LoopConfig = Pick<
  TrainingConfig,
  | 'epochs'
  | 'batchSize'
  | 'learningRate'
  | 'schedule'
  | 'warmupEpochs'
  | 'weightDecay'
  | 'holdOut'
  | 'evaluationSample'
  | 'measureEvery'
  | 'tensorboard'
>;
