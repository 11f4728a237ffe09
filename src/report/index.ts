/**
 * Charts and pages of records.
 *
 * @module
 */

export { type AuditReportOptions, auditReport } from './audit/auditReport.ts';
export { type ComparisonReportOptions, comparisonReport } from './audit/comparisonReport.ts';
export type { GalleryImage } from './audit/sections/decidedGallery.ts';
export { kernelSpectrumChart, type NamedSpectrum } from './charts/kernelSpectrumChart.ts';
export { renderSvg } from './charts/renderSvg.ts';
export { gateJunit } from './gate/gateJunit.ts';
export { gateMarkdown } from './gate/gateMarkdown.ts';
export type { Served } from './page/page.ts';
export type { PageLink } from './page/servedBar.ts';
export { type KernelPanel, type KernelSheetOptions, kernelSheet } from './pictures/kernelSheet.ts';
export type { Sample, SampleImage } from './pictures/sampleGallery.ts';
export { type AccuracyCurvesOptions, accuracyCurves } from './run/accuracyCurves.ts';
export type { ComparedRun } from './run/runComparison.ts';
export { type RunComparisonOptions, runComparisonReport } from './run/runComparisonReport.ts';
export { type KnownAnswer, type RunReportOptions, runReport } from './run/runReport.ts';
export { type DrawnFigure, type FigureSvgOptions, figureSvg } from './study/figures/figureSvg.ts';
export { type StudyReportOptions, studyReport } from './study/pages/studyReport.ts';
export {
  type StudyFigure,
  type StudyRecord,
  type StudyTable,
  studyRecordSchema,
} from './study/studyRecord.ts';
export { tableCsv } from './study/tables/tableCsv.ts';
export { tableLatex } from './study/tables/tableLatex.ts';
export { tableMarkdown } from './study/tables/tableMarkdown.ts';
