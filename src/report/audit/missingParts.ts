import { attackPlan } from '../../audit/plan/attackPlan.ts';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';

/** What an audit was to find and does not have yet, in words and in the order of its steps; empty for a finished one. */
export function missingParts({ status, settings, sections, model, dataset }: AuditRecord): string[] {
  if (status === 'finished') return [];
  const gradients = model.preflight.problems.length === 0;
  const { attacks, heatMap } = sections;
  const planned =
    settings.attackImages > 0
      ? attackPlan(settings, { gradients, classes: model.mapping.classes.length, shape: dataset.shape })
      : [];
  const open = planned.filter(({ name }) => !attacks?.rows.some((row) => row.name === name));
  const parts: readonly (readonly [string, boolean])[] = [
    ['the probes', sections.probes === undefined],
    ['low and high frequencies', sections.radiusCurve === undefined],
    ['the certificate', settings.certificateImages > 0 && sections.certificate === undefined],
    [`${open.length} of ${planned.length} attacks`, open.length > 0],
    ['the Fourier heat map', settings.heatMapImages > 0 && (!heatMap || heatMap.wrong.includes(null))],
    ['batch statistics', settings.batchStatisticsImages > 0 && sections.batchStatistics === undefined],
    ['smoothed kernels', settings.smoothingImages > 0 && gradients && sections.smoothing === undefined],
  ];
  return parts.filter(([, isMissing]) => isMissing).map(([name]) => name);
}
