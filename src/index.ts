/**
 * The library's door. Images are NCHW float32 tensors with pixels in [0, 1]; labels are Int32Array; everything that
 * computes on a network is an ONNX graph as plain data, which ONNX Runtime runs.
 *
 * @module
 */

// Attacks.
export { type FgsmOptions, fgsm } from './attacks/fgsm.ts';
export { l2, linf, type Norm } from './attacks/norms.ts';
export { type PgdOptions, pgd } from './attacks/pgd.ts';
// Finished models: what they are, and how they want their images.
export { type ClassMapping, type ClassMappingOptions, classMapping } from './audit/classMapping.ts';
export { type LoadClassifierOptions, type LoadedClassifier, loadClassifier } from './audit/loadClassifier.ts';
export { type DoctorOptions, type Normalisation, normalisationDoctor } from './audit/normalisationDoctor.ts';
export { type Preflight, type PreflightOptions, preflight } from './audit/preflight.ts';
// Graphs: as data, as files, and their gradients.
export { type GradientOptions, gradient } from './autodiff/gradient.ts';
// Data sets.
export { type Batch, type Dataset, readBatch, type Split } from './data/dataset.ts';
export { readImage, writePng } from './data/imageFile.ts';
export { limitDataset } from './data/limitDataset.ts';
export { datasetNames, type LoadOptions, loadDataset } from './data/loadDataset.ts';
export {
  type PlantedDataset,
  type PlantedOptions,
  type PlantedTruth,
  plantedDataset,
} from './data/planted.ts';
export { shuffleLabels } from './data/shuffleLabels.ts';
// Networks, and the lens that filters in front of one.
export { buildNetwork, type NetworkName, networks } from './networks/buildNetwork.ts';
export { type ClassifierGraphOptions, classifierGraph } from './networks/classifierGraph.ts';
export { type Convention, plainConvention } from './networks/convention.ts';
export { type ExportOptions, exportModel } from './networks/exportModel.ts';
export { type FindLogitsOptions, findLogits, type Head, type OutputKind } from './networks/findLogits.ts';
export type { Initialization } from './networks/initialWeights.ts';
export { addLens, type LensOptions, withLens } from './networks/lens.ts';
export type { Network, NetworkOptions, RunningStatistics } from './networks/network.ts';
export { GraphBuilder, type NodeOptions } from './onnx/builder.ts';
export { decodeModel } from './onnx/decodeModel.ts';
export { encodeModel } from './onnx/encodeModel.ts';
export type { Attribute, Attributes, Dim, Domain, Graph, Node, Value, ValueType } from './onnx/graph.ts';
export { type ModelFile, readModelFile } from './onnx/modelFile.ts';
export { readModel } from './onnx/readModel.ts';
export { withBatch } from './onnx/withBatch.ts';
export { writeModel } from './onnx/writeModel.ts';
// Results as pages and pictures.
export { type AccuracyCurvesOptions, accuracyCurves } from './report/accuracyCurves.ts';
export { renderSvg } from './report/renderSvg.ts';
export { type KnownAnswer, type RunReportOptions, runReport } from './report/runReport.ts';
export type { Sample, SampleImage } from './report/sampleGallery.ts';
// Running graphs: `runtime` is the module onnxruntime-node (or onnxruntime-web).
export { blockSize } from './runtime/blockSize.ts';
export {
  type Classifier,
  type ClassifierOptions,
  createClassifier,
  type InputGradient,
} from './runtime/classifier.ts';
export { createPool, type Pool, type PooledModel } from './runtime/pool.ts';
export { createSession, type Runtime, type Session, type SessionOptions } from './runtime/session.ts';
// The frequency split (§3.1, eq. 1) and its relatives.
export { logMagnitude } from './spectrum/logMagnitude.ts';
export { type Boundary, type Distance, type RadialMaskOptions, radialMask } from './spectrum/radialMask.ts';
export { type Rescale, rescale } from './spectrum/rescale.ts';
export { type Components, leavesNoHfc, splitAtRadii, splitFrequencies } from './spectrum/splitFrequencies.ts';
export { type SingularComponents, splitSingularValues } from './spectrum/splitSingularValues.ts';
export { type Discordant, mcnemar } from './statistics/mcnemar.ts';
export { type Interval, wilsonInterval } from './statistics/wilsonInterval.ts';
// Tensors and seeded random streams.
export { decodeNpy, encodeNpy } from './tensor/npy.ts';
export { type NpzArchive, readNpz } from './tensor/npz.ts';
export { permutation, type Random, type RandomState, resumeRandom, seededRandom } from './tensor/random.ts';
export {
  type ElementArrays,
  type ElementType,
  float32,
  int64,
  slice,
  type Tensor,
  tensor,
} from './tensor/tensor.ts';
// Training, and what a run leaves.
export type { BatchReport } from './training/batchReporter.ts';
export {
  type Checkpoint,
  checkpointPath,
  loadCheckpoint,
  type TrainingProgress,
} from './training/checkpoint.ts';
export { type GivenConfig, resolveConfig, type TrainingConfig } from './training/config.ts';
export { createEngine, type EngineOptions } from './training/createEngine.ts';
export { createEvaluate, type EvaluateOptions } from './training/createEvaluate.ts';
export type { Engine } from './training/engine.ts';
export { engineBatchSize } from './training/epochBatches.ts';
export type { Evaluate, Measurement } from './training/evaluate.ts';
export { type HistoryRow, readHistory } from './training/history.ts';
export type { LabelledImages } from './training/mixup.ts';
export { optimizerSettings } from './training/optimizerSettings.ts';
export {
  type OptimizerName,
  type OptimizerSettings,
  optimizerOf,
  optimizers,
} from './training/optimizers.ts';
export { createRun, datasetRecord, openRun, type Run, type RunRecord } from './training/runFolder.ts';
export { decodeSafetensors, encodeSafetensors } from './training/safetensors.ts';
export { type TrainOptions, train } from './training/train.ts';
export type { TransformBatch } from './training/trainingBatch.ts';
