/**
 * Measurements of one finished model, their records, and the gate.
 *
 * @module
 */

export { type AuditOptions, audit } from './audit.ts';
export {
  type BatchStatistics,
  type BatchStatisticsOptions,
  batchStatistics,
  batchStatisticsSchema,
} from './frequencies/batchStatistics.ts';
export { type CompareSplits, compareSplits, compareSplitsSchema } from './frequencies/compareSplits.ts';
export { componentFlags } from './frequencies/componentFlags.ts';
export type { Decided } from './frequencies/decided.ts';
export { decidedSchema } from './frequencies/decided.ts';
export {
  type DecidedByHfc,
  type DecidedByHfcOptions,
  decidedByHfc,
  decidedByHfcSchema,
} from './frequencies/decidedByHfc.ts';
export {
  type DecidedBySvd,
  type DecidedBySvdOptions,
  decidedBySvd,
  decidedBySvdSchema,
} from './frequencies/decidedBySvd.ts';
export {
  type FourierHeatMap,
  type FourierHeatMapOptions,
  fourierHeatMap,
  fourierHeatMapSchema,
} from './frequencies/fourierHeatMap.ts';
export { type RadiusCurve, radiusCurve, radiusCurveSchema } from './frequencies/radiusCurve.ts';
export { gate } from './gate/gate.ts';
export { type ChangeRule, type GateConfig, gateConfig, type Threshold } from './gate/gateConfig.ts';
export { type GatedAudit, type GatedMeasure, parseGatedAudit } from './gate/gatedAudit.ts';
export type { Finding, GateOutcome } from './gate/gateOutcome.ts';
export { gateOutcomeSchema } from './gate/gateOutcome.ts';
export {
  type Smoothing,
  type SmoothingImages,
  type SmoothingOptions,
  smoothing,
  smoothingSchema,
} from './kernels/smoothing.ts';
export { type Answers, answersOf } from './measures/answers.ts';
export type { Check } from './measures/check.ts';
export { checkSchema } from './measures/check.ts';
export {
  type ComponentAnswers,
  type ComponentAnswersOptions,
  componentAnswers,
  componentAnswersSchema,
} from './measures/componentAnswers.ts';
export { type Measure, measureSchema } from './measures/measure.ts';
export type { MeasureOptions } from './measures/measureOptions.ts';
export { radiusGrid } from './measures/radiusGrid.ts';
export type { Speed } from './pace/measureSpeed.ts';
export type { AuditPace } from './pace/timeLeft.ts';
export type { AuditContext } from './parts/auditPart.ts';
export type { AuditSections } from './parts/parts.ts';
export { auditSectionsSchema } from './parts/parts.ts';
export { type AuditImages, auditImages } from './plan/auditImages.ts';
export {
  type AuditChoices,
  type AuditPlanOptions,
  type AuditSettings,
  auditSettings,
  auditSettingsSchema,
} from './plan/auditSettings.ts';
export type { CommandRequest } from './plan/commandRequest.ts';
export { commandRequestSchema } from './plan/commandRequest.ts';
export type { Standing, WorkKind } from './plan/work.ts';
export { type AttackRecord, attackRecordSchema } from './records/attackRecord.ts';
export { type AuditRecord, auditRecordSchema } from './records/auditRecord.ts';
export {
  type ComparedModel,
  type CompareModels,
  compareModels,
  compareModelsSchema,
} from './records/compareModels.ts';
export { type Comparison, comparisonSchema } from './records/comparison.ts';
export { type SmoothRecord, smoothRecordSchema } from './records/smoothRecord.ts';
export {
  type CertificateOptions,
  certificate,
} from './robustness/certificate.ts';
export { type CertificateQuery, certificateAt } from './robustness/certificateAt.ts';
export { type Certificate, certificateSchema } from './robustness/certificateRecord.ts';
export {
  type CorollaryClaim,
  corollaryClaim,
  corollaryClaimSchema,
} from './robustness/corollaryClaim.ts';
export {
  type EnergyByRadius,
  energyByRadius,
  energyByRadiusSchema,
} from './robustness/energyByRadius.ts';
export {
  type CertificateJudgement,
  certificateJudgementSchema,
  type JudgedAttack,
  judgeByCertificate,
} from './robustness/judgeByCertificate.ts';
export { type Transfer, type TransferModel, transfer, transferSchema } from './robustness/transfer.ts';
