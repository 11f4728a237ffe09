/**
 * The public API. Images are NCHW float32 tensors with pixels in [0, 1]; labels are Int32Array; everything that
 * computes on a network is an ONNX graph as plain data, which ONNX Runtime runs.
 *
 * @module
 */

// Attacks.
export { type AttackOptions, type AttackOutcome, attack } from './attacks/attack.ts';
export {
  type AttackSettings,
  attackSettings,
  attackSettingsSchema,
  type GivenAttack,
} from './attacks/attackSettings.ts';
export type { AttackMethod } from './attacks/methods/methods.ts';
export { type MinimalEpsilonOptions, minimalEpsilon } from './attacks/minimalEpsilon.ts';
export { type Epsilon, parseEpsilon } from './attacks/parseEpsilon.ts';
export { l2, linf, type Norm, type NormName } from './attacks/perturbation/norms.ts';
export type { KeptParts } from './attacks/searchParts.ts';
export { type AuditOptions, audit } from './audit/audit.ts';
export {
  type BatchStatistics,
  type BatchStatisticsOptions,
  batchStatistics,
  batchStatisticsSchema,
} from './audit/frequencies/batchStatistics.ts';
export { type CompareSplits, compareSplits, compareSplitsSchema } from './audit/frequencies/compareSplits.ts';
export { componentFlags } from './audit/frequencies/componentFlags.ts';
export type { Decided } from './audit/frequencies/decided.ts';
export {
  type DecidedByHfc,
  type DecidedByHfcOptions,
  decidedByHfc,
  decidedByHfcSchema,
} from './audit/frequencies/decidedByHfc.ts';
export {
  type DecidedBySvd,
  type DecidedBySvdOptions,
  decidedBySvd,
  decidedBySvdSchema,
} from './audit/frequencies/decidedBySvd.ts';
export {
  type FourierHeatMap,
  type FourierHeatMapOptions,
  fourierHeatMap,
  fourierHeatMapSchema,
} from './audit/frequencies/fourierHeatMap.ts';
export { type RadiusCurve, radiusCurve, radiusCurveSchema } from './audit/frequencies/radiusCurve.ts';
export { gate } from './audit/gate/gate.ts';
export { type ChangeRule, type GateConfig, gateConfig, type Threshold } from './audit/gate/gateConfig.ts';
export { type GatedAudit, type GatedMeasure, parseGatedAudit } from './audit/gate/gatedAudit.ts';
export type { Finding, GateOutcome } from './audit/gate/gateOutcome.ts';
export {
  type Smoothing,
  type SmoothingImages,
  type SmoothingOptions,
  smoothing,
  smoothingSchema,
} from './audit/kernels/smoothing.ts';
// Audits of finished models: what they are, what their answers say, and the gate; each record has a schema to read it back through.
export { type Answers, answersOf } from './audit/measures/answers.ts';
export type { Check } from './audit/measures/check.ts';
export {
  type ComponentAnswers,
  type ComponentAnswersOptions,
  componentAnswers,
  componentAnswersSchema,
} from './audit/measures/componentAnswers.ts';
export { type Measure, measureSchema } from './audit/measures/measure.ts';
export { radiusGrid } from './audit/measures/radiusGrid.ts';
export type { AuditContext } from './audit/parts/auditPart.ts';
export type { AuditSections } from './audit/parts/parts.ts';
export { type AuditImages, auditImages } from './audit/plan/auditImages.ts';
export {
  type AuditChoices,
  type AuditSettings,
  auditSettings,
  auditSettingsSchema,
} from './audit/plan/auditSettings.ts';
export { type AttackRecord, attackRecordSchema } from './audit/records/attackRecord.ts';
export { type AuditRecord, auditRecordSchema } from './audit/records/auditRecord.ts';
export {
  type ComparedModel,
  type CompareModels,
  compareModels,
  compareModelsSchema,
} from './audit/records/compareModels.ts';
export { type Comparison, comparisonSchema } from './audit/records/comparison.ts';
export { type SmoothRecord, smoothRecordSchema } from './audit/records/smoothRecord.ts';
export {
  type CertificateOptions,
  certificate,
} from './audit/robustness/certificate.ts';
export { type CertificateQuery, certificateAt } from './audit/robustness/certificateAt.ts';
export { type Certificate, certificateSchema } from './audit/robustness/certificateRecord.ts';
export {
  type CorollaryClaim,
  corollaryClaim,
  corollaryClaimSchema,
} from './audit/robustness/corollaryClaim.ts';
export {
  type EnergyByRadius,
  energyByRadius,
  energyByRadiusSchema,
} from './audit/robustness/energyByRadius.ts';
export {
  type CertificateJudgement,
  certificateJudgementSchema,
  type JudgedAttack,
  judgeByCertificate,
} from './audit/robustness/judgeByCertificate.ts';
export { type Transfer, type TransferModel, transfer, transferSchema } from './audit/robustness/transfer.ts';
// Gradients of graphs.
export { type GradientOptions, gradient } from './autodiff/gradient.ts';
// Data sets and image files.
export { type ArrayImages, arrayImages } from './data/dataset/arrayImages.ts';
export { type Batch, type Dataset, readBatch, type Split, selectImages } from './data/dataset/dataset.ts';
export { changedImages, type ImageSource, selectedImages } from './data/dataset/imageSource.ts';
export { limitDataset } from './data/dataset/limitDataset.ts';
export { shuffleLabels } from './data/dataset/shuffleLabels.ts';
export { readImage, writePng } from './data/images/imageFile.ts';
export { datasetNames, type LoadOptions, loadDataset } from './data/loadDataset.ts';
export { type PlantedDataset, plantedDataset } from './data/planted/planted.ts';
export type { PlantedOptions, PlantedTruth } from './data/planted/plantedSplits.ts';
// A model file becomes a classifier: `readModelFile`, `examineModel`, then `openWithImages` or `openWithoutImages`.
export {
  type ClassMapping,
  type ClassMappingOptions,
  classMapping,
  logitOrder,
} from './models/classes/classMapping.ts';
export { mapLabels } from './models/classes/mapLabels.ts';
export type { ModelClasses } from './models/classes/modelClasses.ts';
export {
  type Examination,
  type ExaminedModel,
  examineModel,
  type ModelChoices,
  type ModelQuestion,
} from './models/examineModel.ts';
export type { DoctorOptions } from './models/normalisation/doctorOptions.ts';
export type { Normalisation } from './models/normalisation/normalisation.ts';
export { normalisationDoctor } from './models/normalisation/normalisationDoctor.ts';
export type { UnmeasuredNormalisation } from './models/normalisation/unmeasuredNormalisation.ts';
export { type OpenWithImagesOptions, openWithImages } from './models/openWithImages.ts';
export { openWithoutImages } from './models/openWithoutImages.ts';
export { type Preflight, type PreflightOptions, preflight } from './models/preflight/preflight.ts';
export type { OpenedClassifier, OpeningOptions } from './models/settledClassifier.ts';

// Networks, classifiers made of foreign models, and the lens that filters in front of one.
export { buildNetwork, type NetworkName, networks } from './networks/architectures/buildNetwork.ts';
export { type ExportOptions, exportModel } from './networks/architectures/exportModel.ts';
export type { Initialization } from './networks/architectures/initialWeights.ts';
export type { Network, NetworkOptions, RunningStatistics } from './networks/architectures/network.ts';
export {
  type ClassifierGraphOptions,
  type ClassOrder,
  classifierGraph,
} from './networks/classifier/classifierGraph.ts';
export { type Convention, plainConvention } from './networks/classifier/convention.ts';
export {
  type FindLogitsOptions,
  findLogits,
  type Head,
  type OutputKind,
} from './networks/classifier/findLogits.ts';
export { type FirstConvolution, firstConvolution } from './networks/classifier/firstConvolution.ts';
export { smoothFirstConvolution } from './networks/classifier/smoothFirstConvolution.ts';
export { addLens, type LensOptions, withLens } from './networks/lens/lens.ts';
export { crossEntropy, dlr, type Loss, type LossName, margin } from './networks/losses/losses.ts';

// Graphs: as data and as files.
export { GraphBuilder, type NodeOptions } from './onnx/build/builder.ts';
export type {
  Attribute,
  Attributes,
  Dim,
  Domain,
  Graph,
  Node,
  Value,
  ValueType,
} from './onnx/graph/graph.ts';
export { decodeModel } from './onnx/read/decodeModel.ts';
export type { ModelFile } from './onnx/read/modelFile.ts';
export { readModel } from './onnx/read/readModel.ts';
export { readModelFile } from './onnx/read/readModelFile.ts';
export { withBatch } from './onnx/rewrite/withBatch.ts';
export { encodeModel } from './onnx/write/encodeModel.ts';
export { writeModel } from './onnx/write/writeModel.ts';
export { type AuditReportOptions, auditReport } from './report/audit/auditReport.ts';
export { type ComparisonReportOptions, comparisonReport } from './report/audit/comparisonReport.ts';
export type { GalleryImage } from './report/audit/sections/decidedGallery.ts';
export { kernelSpectrumChart, type NamedSpectrum } from './report/charts/kernelSpectrumChart.ts';
export { renderSvg } from './report/charts/renderSvg.ts';
export { gateJunit } from './report/gate/gateJunit.ts';
export { gateMarkdown } from './report/gate/gateMarkdown.ts';
export type { Served } from './report/page/page.ts';
export type { PageLink } from './report/page/servedBar.ts';
export { type KernelPanel, type KernelSheetOptions, kernelSheet } from './report/pictures/kernelSheet.ts';
export type { Sample, SampleImage } from './report/pictures/sampleGallery.ts';
// Result pages.
export { type AccuracyCurvesOptions, accuracyCurves } from './report/run/accuracyCurves.ts';
export type { ComparedRun } from './report/run/runComparison.ts';
export { type RunComparisonOptions, runComparisonReport } from './report/run/runComparisonReport.ts';
export { type KnownAnswer, type RunReportOptions, runReport } from './report/run/runReport.ts';

// Running graphs: `runtime` is the module onnxruntime-node (or onnxruntime-web).
export { blockSize } from './runtime/blockSize.ts';
export {
  type Classifier,
  type ClassifierOptions,
  createClassifier,
  type InputGradient,
} from './runtime/classifier.ts';
export { createLocalPool } from './runtime/localPool.ts';
export { NotFiniteError } from './runtime/notFiniteError.ts';
export { createPool, type Pool, type PooledModel } from './runtime/pool.ts';
export { createSession, type Runtime, type Session, type SessionOptions } from './runtime/session.ts';
export { type KernelSpectrum, kernelSpectrum, type Spread } from './spectrum/kernels/kernelSpectrum.ts';
export { type SmoothKernelOptions, smoothKernel } from './spectrum/kernels/smoothKernel.ts';
export { type SingularSplitter, singularSplitter } from './spectrum/singular/singularSplitter.ts';
export { type MatchedSplit, splitSingularEnergy } from './spectrum/singular/splitSingularEnergy.ts';
export { type SingularComponents, splitSingularValues } from './spectrum/singular/splitSingularValues.ts';
// The frequency split (§3.1, eq. 1) and its relatives.
export { distinctRadii } from './spectrum/split/distinctRadii.ts';
export { type FrequencySplitter, frequencySplitter } from './spectrum/split/frequencySplitter.ts';
export { logMagnitude } from './spectrum/split/logMagnitude.ts';
export {
  type Boundary,
  type Distance,
  type RadialMaskOptions,
  radialMask,
} from './spectrum/split/radialMask.ts';
export { type Rescale, rescale } from './spectrum/split/rescale.ts';
export {
  type Components,
  leavesNoHfc,
  splitAtRadii,
  splitFrequencies,
} from './spectrum/split/splitFrequencies.ts';

// Statistics.
export { differenceInterval, type Estimate } from './statistics/differenceInterval.ts';
export { type Discordant, mcnemar } from './statistics/mcnemar.ts';
export { type Interval, wilsonInterval } from './statistics/wilsonInterval.ts';

// Tensors and seeded random streams.
export { decodeNpy, encodeNpy } from './tensor/npy.ts';
export { encodeNpz, type NpzArchive, readNpz } from './tensor/npz.ts';
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
export { engineBatchSize } from './training/batches/epochBatches.ts';
// Training.
export type { BatchReport } from './training/batchReporter.ts';
export {
  ConfigConflict,
  type GivenConfig,
  resolveConfig,
  type TrainingConfig,
} from './training/config/config.ts';
export { optimizerSettings } from './training/config/optimizerSettings.ts';
export {
  type OptimizerName,
  type OptimizerSettings,
  optimizerOf,
  optimizers,
} from './training/config/optimizers.ts';
export type { EngineOptions } from './training/engine/assembleEngine.ts';
export { createEngine } from './training/engine/createEngine.ts';
export { createLocalEngine, type LocalEngineOptions } from './training/engine/createLocalEngine.ts';
export type { Engine } from './training/engine/engine.ts';
export type { StepLoss } from './training/engine/stepLoss.ts';
export { createEvaluate, type EvaluateOptions } from './training/evaluation/createEvaluate.ts';
export type { Evaluate, Measurement } from './training/evaluation/evaluate.ts';
export {
  type Checkpoint,
  checkpointPath,
  loadCheckpoint,
  type TrainingProgress,
} from './training/run/checkpoint.ts';
export type { Column, Columns } from './training/run/columns.ts';
export { type HistoryRow, readHistory } from './training/run/history.ts';
export { createRun, datasetRecord, openRun, type Run, type RunRecord } from './training/run/runFolder.ts';
export { decodeSafetensors, encodeSafetensors } from './training/run/safetensors.ts';
// Tasks: what training learns and measures.
export {
  type ClassificationRow,
  classification,
} from './training/tasks/classification/classification.ts';
export { classificationLoss } from './training/tasks/classification/classificationLoss.ts';
export {
  type ClassificationTaskOptions,
  classificationTask,
} from './training/tasks/classification/classificationTask.ts';
export type { TransformBatch } from './training/tasks/classification/labelledBatch.ts';
export type { LabelledImages } from './training/tasks/classification/mixup.ts';
export type { Task, TaskKind, TaskMeasure, TaskMeasurement } from './training/tasks/task.ts';
export { type TrainOptions, train } from './training/train.ts';
export type { AttackChoices } from './workflows/attack/attackChoices.ts';
// What the commands do, from settings to a folder of results and its page. They print nothing: a `ProgressSink` is told how far they are.
export {
  type AttackModelOptions,
  type AttackModelSettings,
  attackModel,
} from './workflows/attack/attackModel.ts';
export {
  type Audited,
  type AuditModelsOptions,
  type AuditModelsSettings,
  auditModels,
} from './workflows/audit/auditModels.ts';
export { type AuditOpenModelOptions, auditOpenModel } from './workflows/audit/auditOpenModel.ts';
export { type GivenAudit, resolveAudit } from './workflows/audit/resolveAudit.ts';
export { noProgress, type ProgressSink, type TaskReport } from './workflows/common/progressSink.ts';
export type { WorkflowOptions } from './workflows/common/workflowOptions.ts';
export type { ModelSettings } from './workflows/models/modelSettings.ts';
export { type OpenModel, openModel } from './workflows/models/openModel.ts';
export { type SmoothModelOptions, smoothModel } from './workflows/smooth/smoothModel.ts';
export type { SmoothModelSettings } from './workflows/smooth/smoothSettings.ts';
export { type MeasureSettings, measureRun, type RunMeasurement } from './workflows/training/measureRun.ts';
export { type TrainRunOptions, trainRun } from './workflows/training/trainRun.ts';
