/**
 * What the commands do, without the command line.
 *
 * @module
 */

export type { AttackChoices } from './attack/attackChoices.ts';
export {
  type AttackModelOptions,
  type AttackModelSettings,
  attackModel,
} from './attack/attackModel.ts';
export {
  type Audited,
  type AuditModelsOptions,
  type AuditModelsSettings,
  auditModels,
} from './audit/auditModels.ts';
export { type AuditOpenModelOptions, auditOpenModel } from './audit/auditOpenModel.ts';
export { type GivenAudit, resolveAudit } from './audit/resolveAudit.ts';
export { noProgress, type ProgressSink, type TaskReport } from './common/progressSink.ts';
export type { WorkflowOptions } from './common/workflowOptions.ts';
export type { ModelSettings } from './models/modelSettings.ts';
export { type OpenModel, openModel } from './models/openModel.ts';
export { type SmoothModelOptions, smoothModel } from './smooth/smoothModel.ts';
export type { SmoothModelSettings } from './smooth/smoothSettings.ts';
export { type MeasureSettings, measureRun, type RunMeasurement } from './training/measureRun.ts';
export { type TrainRunOptions, trainHeld, trainRun } from './training/trainRun.ts';
