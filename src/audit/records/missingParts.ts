import { isQuantised } from '../../models/preflight/preflight.ts';
import { wantedParts } from '../parts/wantedParts.ts';
import { imageCounts } from '../plan/imageCounts.ts';
import type { AuditRecord } from './auditRecord.ts';

/** What an audit was to find and does not have yet, in words and in the order of its steps; empty for a finished one. */
export function missingParts({ status, settings, sections, model, dataset }: AuditRecord): string[] {
  if (status === 'finished') return [];
  const scope = {
    ...{ settings, shape: dataset.shape },
    classifier: { classes: model.mapping.classes.length },
    images: imageCounts(settings, dataset.n),
    gradients: model.preflight.problems.length === 0,
    quantised: isQuantised(model.preflight),
    blackBox: model.preflight.blackBox !== undefined,
    // The record does not tell, but of a black box.
    kernels: model.preflight.blackBox === undefined,
    batchNorm: true,
  };
  return wantedParts(scope).flatMap(({ part, steps }) => {
    const open = steps.filter((step) => !step.isDone(sections)).length;
    return open > 0 ? (part.stillToCome?.(open, steps.length) ?? []) : [];
  });
}
