/**
 * A foreign ONNX file becomes a classifier.
 *
 * @module
 */

export {
  type ClassMapping,
  type ClassMappingOptions,
  classMapping,
  classMappingSchema,
} from './classes/classMapping.ts';
export { logitOrder, type Target } from './classes/logitOrder.ts';
export { mapLabels } from './classes/mapLabels.ts';
export type { ModelClasses } from './classes/modelClasses.ts';
export {
  type Examination,
  type ExaminedModel,
  examineModel,
  type ModelChoices,
  type ModelQuestion,
} from './examineModel.ts';
export type { AssumedConvention } from './normalisation/assumedConvention.ts';
export type { KnownData } from './normalisation/commonConventions.ts';
export type { DoctorOptions, TriedImages } from './normalisation/doctorOptions.ts';
export {
  type LikelyConventions,
  type LikelyConventionsOptions,
  likelyConventions,
} from './normalisation/likelyConventions.ts';
export type { Normalisation } from './normalisation/normalisation.ts';
export { normalisationSchema } from './normalisation/normalisation.ts';
export { normalisationDoctor } from './normalisation/normalisationDoctor.ts';
export type { UnmeasuredNormalisation } from './normalisation/unmeasuredNormalisation.ts';
export { type OpenWithImagesOptions, openWithImages } from './openWithImages.ts';
export { openWithoutImages } from './openWithoutImages.ts';
export { type Preflight, type PreflightOptions, preflight, preflightSchema } from './preflight/preflight.ts';
export type { OpenedClassifier, OpeningOptions } from './settledClassifier.ts';
