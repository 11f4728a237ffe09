import type { AuditSections } from '../parts/parts.ts';
import type { Work, WorkKind } from '../plan/work.ts';
import { secondsOf } from './estimate.ts';
import type { Speed } from './measureSpeed.ts';

interface Timed {
  /** The part that it belongs to. */
  readonly part: string;
  work(sections: AuditSections, standing: Speed['standing']): Work;
}

export interface AuditPace {
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

/** Seconds that work took, and for which it had been estimated. */
interface Account {
  readonly real: number;
  readonly estimated: number;
}

/** Seconds of the whole audit, and of a part, that say as much as the measured speed: a step of a moment says little. */
const [OF_ALL, OF_PART] = [4, 1];
/** Seconds that the page takes when all is done, about. */
export const OF_PAGE = 1;

const nothing: Account = { real: 0, estimated: 0 };
const sum = (a: Account, b: Account): Account => ({
  real: a.real + b.real,
  estimated: a.estimated + b.estimated,
});

/**
 * Keeps account of an audit's time. What is still to come is estimated from the measured speed, corrected by how long the steps of the
 * same part took beside their estimates, and by all that was done, the step at hand included; within a step, the estimate gives way to what
 * is observed.
 */
export function timeKeeper(open: readonly Timed[], { speed, now }: AuditPace) {
  const started = now();
  const byPart = new Map<string, Account>();
  let all = nothing;
  let [step, since] = [0, started];
  const measured = (one: Timed, sections: AuditSections) =>
    secondsOf(one.work(sections, speed.standing), speed);
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
      const done = (now() - started) / 1000;
      if (step >= open.length) return { done, left: OF_PAGE };
      const share = kind ? shareOfStep(open[step], sections, some, kind) : some;
      const real = (now() - since) / 1000;
      const sofar = sum(all, { real, estimated: share * measured(open[step], sections) });
      const general = (sofar.real + OF_ALL) / (sofar.estimated + OF_ALL);
      const corrected = (one: Timed) => {
        const own = byPart.get(one.part) ?? nothing;
        const factor = (own.real + OF_PART * general) / (own.estimated + OF_PART);
        return measured(one, sections) * factor;
      };
      const toCome = open.slice(step + 1).reduce((seconds, one) => seconds + corrected(one), 0);
      const inStep = (1 - share) * (real + (1 - share) * corrected(open[step]));
      return { done, left: inStep + toCome + OF_PAGE };
    },
    /** The step at hand is done, and the next begins. */
    next(sections: AuditSections): void {
      const { part } = open[step];
      const took = { real: (now() - since) / 1000, estimated: measured(open[step], sections) };
      byPart.set(part, sum(byPart.get(part) ?? nothing, took));
      all = sum(all, took);
      [step, since] = [step + 1, now()];
    },
  };
}
