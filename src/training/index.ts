/**
 * Training on original and filtered data, and what a run leaves.
 *
 * @module
 */

export { engineBatchSize } from './batches/epochBatches.ts';
export type { TrainingParts } from './batches/splitTraining.ts';
export type { BatchReport, MeasuringReport } from './batchReporter.ts';
export {
  authorsAdversarialEpsilon,
  authorsMixup,
  ConfigConflict,
  configSchema,
  type GivenConfig,
  givenConfigSchema,
  paperAdversarialEpsilon,
  paperMixup,
  resolveConfig,
  type TrainingConfig,
} from './config/config.ts';
export { optimizerSettings } from './config/optimizerSettings.ts';
export type { StepHyper } from './config/optimizers.ts';
export {
  type OptimizerName,
  type OptimizerSettings,
  optimizerOf,
  optimizers,
} from './config/optimizers.ts';
export type { EngineOptions } from './engine/assembleEngine.ts';
export { createEngine } from './engine/createEngine.ts';
export { createLocalEngine, type LocalEngineOptions } from './engine/createLocalEngine.ts';
export type { Engine, StepResults } from './engine/engine.ts';
export type { StepLoss } from './engine/stepLoss.ts';
export { createEvaluate, type EvaluateOptions } from './evaluation/createEvaluate.ts';
export type { Evaluate, EvaluateAttacked, Measurement } from './evaluation/evaluate.ts';
export type { CheckpointName } from './run/checkpoint.ts';
export {
  type Checkpoint,
  checkpointPath,
  loadCheckpoint,
  type TrainingProgress,
} from './run/checkpoint.ts';
export type { Column, Columns } from './run/columns.ts';
export type { CommonRow } from './run/history.ts';
export { type HistoryRow, readHistory } from './run/history.ts';
export type { RunData } from './run/runFolder.ts';
export { createRun, datasetRecord, openRun, type Run, type RunRecord } from './run/runFolder.ts';
export type { Safetensors } from './run/safetensors.ts';
export { decodeSafetensors, encodeSafetensors } from './run/safetensors.ts';
export {
  type ClassificationRow,
  classification,
} from './tasks/classification/classification.ts';
export { classificationLoss } from './tasks/classification/classificationLoss.ts';
export {
  type ClassificationTaskOptions,
  classificationTask,
} from './tasks/classification/classificationTask.ts';
export type { TransformBatch } from './tasks/classification/labelledBatch.ts';
export type { LabelledImages } from './tasks/classification/mixup.ts';
export type {
  BatchMoment,
  LearnedBatch,
  Task,
  TaskKind,
  TaskMeasure,
  TaskMeasurement,
} from './tasks/task.ts';
export { type TrainOptions, train } from './train.ts';
