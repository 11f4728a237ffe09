import { oneLine } from '../wording/oneLine.ts';
import { type AuditPace, timeKeeper } from './pace/timeLeft.ts';
import type { AuditContext } from './parts/auditPart.ts';
import type { AuditSections } from './parts/parts.ts';
import { wantedParts } from './parts/wantedParts.ts';
import type { WorkKind } from './plan/work.ts';
import type { AuditRecord } from './records/auditRecord.ts';
import { measuresOf } from './records/measuresOf.ts';
import { selfChecks } from './records/selfChecks.ts';

export interface AuditOptions {
  /** Stores the record; called after each step and within long ones. */
  readonly save: (record: AuditRecord) => void | Promise<void>;
  /** What is being done, and how far it is: the step, or with `pace` the whole audit in seconds. */
  readonly onProgress?: (report: {
    readonly label: string;
    readonly done: number;
    readonly total: number;
    readonly secondsLeft?: number;
  }) => void;
  /** What the time left is estimated from. */
  readonly pace?: AuditPace | undefined;
  /** Stops the audit in the midst of a step; what the steps before found is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Does the steps of an audit that its record does not have yet, and stores the record after each: one that was stopped
 * or killed goes on to the same numbers.
 *
 * @returns the record, `finished`, or `stopped` when the signal aborted
 * @throws Error what a step throws, with the step's name, once the record is stored as `stopped`
 */
export async function audit(
  start: AuditRecord,
  context: AuditContext,
  { save, onProgress, pace, signal }: AuditOptions,
): Promise<AuditRecord> {
  let record = start;
  const store = async (sections: AuditSections, status: AuditRecord['status']) => {
    const { settings } = record;
    record = {
      ...record,
      ...{ status, sections },
      measures: measuresOf(sections, settings),
      checks: selfChecks(sections, settings),
    };
    await save(record);
  };
  const steps = wantedParts(context).flatMap((wanted) =>
    wanted.steps.map((step) => ({ part: wanted.part.label, label: wanted.part.label, ...step })),
  );
  const keeper =
    pace &&
    timeKeeper(
      steps.filter((step) => !step.isDone(record.sections)),
      pace,
    );
  const tell = (label: string, done: number, total: number, kind?: WorkKind) => {
    if (!keeper) return onProgress?.({ label, done, total });
    const { done: seconds, left } = keeper.at({ share: total > 0 ? done / total : 0, kind }, record.sections);
    onProgress?.({ label, done: seconds, total: seconds + left, secondsLeft: left });
  };
  await store(record.sections, 'running');
  for (const [index, step] of steps.entries()) {
    if (step.isDone(record.sections)) continue;
    const label = `${index + 1}/${steps.length} ${step.label}`;
    tell(label, 0, 1);
    try {
      signal?.throwIfAborted();
      const found = await step.run(record.sections, context, {
        signal,
        onProgress: (done, total, kind) => tell(label, done, total, kind),
        // Measures and checks wait for the whole step.
        keep: (own) => save((record = { ...record, sections: { ...record.sections, ...own } })),
      });
      await store({ ...record.sections, ...found }, 'running');
      keeper?.next(record.sections);
    } catch (error) {
      await store(record.sections, 'stopped');
      if (signal?.aborted) return record;
      // The function that refused says less than the step.
      throw new Error(`${step.label}: ${oneLine(error)}`, { cause: error });
    }
  }
  await store(record.sections, 'finished');
  return record;
}
