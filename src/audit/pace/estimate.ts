import type { AuditScope } from '../parts/auditPart.ts';
import type { AuditSections } from '../parts/parts.ts';
import { wantedParts } from '../parts/wantedParts.ts';
import { type Work, workKinds } from '../plan/work.ts';
import type { Speed } from './measureSpeed.ts';

/** Seconds that work takes. */
export function secondsOf(work: Work, { seconds }: Pick<Speed, 'seconds'>): number {
  return workKinds.reduce((sum, kind) => sum + (work[kind] ?? 0) * seconds[kind], 0);
}

/** Seconds that the open steps of an audit take. */
export function estimate(scope: AuditScope, sections: AuditSections, speed: Speed): number {
  return wantedParts(scope)
    .flatMap(({ steps }) => steps)
    .filter((step) => !step.isDone(sections))
    .reduce((sum, step) => sum + secondsOf(step.work(sections, speed.standing), speed), 0);
}
