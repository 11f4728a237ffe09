import type { AuditSections } from '../parts/parts.ts';
import { type Work, type WorkKind, workKinds } from '../plan/work.ts';
import { secondsOf } from './estimate.ts';
import type { Speed } from './measureSpeed.ts';

interface Timed {
  work(sections: AuditSections, standing: Speed['standing']): Work;
}

export interface Pace {
  readonly speed: Speed;
  /** Milliseconds from any start. */
  readonly now: () => number;
}

/** Of a whole audit, in seconds. */
export interface TimeLeft {
  readonly done: number;
  readonly left: number;
}

interface Share {
  /** From 0 to 1. */
  readonly share: number;
  readonly kind?: WorkKind | undefined;
}

/** The kind of work that takes most of a step's time. */
const mainKind = (work: Work, speed: Speed): WorkKind =>
  workKinds.reduce((most, kind) =>
    (work[kind] ?? 0) * speed.seconds[kind] > (work[most] ?? 0) * speed.seconds[most] ? kind : most,
  );

/**
 * Keeps account of an audit's time. What is still to come is estimated from the measured speed, corrected by how long finished steps of the
 * same kind took beside their estimates; within a step, the estimate gives way to what is observed.
 */
export function timeKeeper(open: readonly Timed[], { speed, now }: Pace) {
  const started = now();
  const taken = Object.fromEntries(workKinds.map((kind) => [kind, { real: 0, estimated: 0 }])) as Record<
    WorkKind,
    { real: number; estimated: number }
  >;
  let [step, since] = [0, started];
  const estimated = (one: Timed, sections: AuditSections) => {
    const work = one.work(sections, speed.standing);
    const { real, estimated: beside } = taken[mainKind(work, speed)];
    const seconds = secondsOf(work, speed);
    // A step of a moment says little.
    return seconds * ((real + 1) / (beside + 1));
  };
  /** The share of a whole step's time: what its `work` names before a kind is done, and a share of that kind. */
  const shareOfStep = (one: Timed, sections: AuditSections, share: number, kind: WorkKind) => {
    const work = one.work(sections, speed.standing);
    const kinds = Object.keys(work) as WorkKind[];
    const before = Object.fromEntries(kinds.slice(0, kinds.indexOf(kind)).map((each) => [each, work[each]]));
    const whole = secondsOf(work, speed);
    return whole > 0
      ? (secondsOf(before, speed) + share * secondsOf({ [kind]: work[kind] }, speed)) / whole
      : share;
  };
  return {
    /** @param so how far the step at hand is: a share of it, or of its work of one kind */
    at({ share: some, kind }: Share, sections: AuditSections): TimeLeft {
      const share = kind && step < open.length ? shareOfStep(open[step], sections, some, kind) : some;
      const inStep = (now() - since) / 1000;
      const toCome = open.slice(step + 1).reduce((sum, one) => sum + estimated(one, sections), 0);
      const ofStep =
        step < open.length ? (1 - share) * (inStep + (1 - share) * estimated(open[step], sections)) : 0;
      return { done: (now() - started) / 1000, left: ofStep + toCome };
    },
    /** The step at hand is done, and the next begins. */
    next(sections: AuditSections): void {
      const work = open[step].work(sections, speed.standing);
      const account = taken[mainKind(work, speed)];
      account.real += (now() - since) / 1000;
      account.estimated += secondsOf(work, speed);
      [step, since] = [step + 1, now()];
    },
  };
}
