import type { AuditScope } from '../parts/auditPart.ts';
import { type AuditChoices, type AuditSettings, auditSettings } from '../plan/auditSettings.ts';
import { imageCounts } from '../plan/imageCounts.ts';
import { budgets, ladder } from '../plan/ladder.ts';
import { estimate } from './estimate.ts';
import type { Speed } from './measureSpeed.ts';

export interface PlanRequest {
  readonly choices: AuditChoices;
  readonly model: Omit<AuditScope, 'settings' | 'images'>;
  /** Test images that there are. */
  readonly n: number;
  readonly speed: Speed;
  /** Seconds of the budget that opening and measuring took; by default 0. */
  readonly spent?: number;
}

/** The whole may take this much longer than its budget says: "about". */
const ABOUT = 1.15;
/** The share of a budget that the audit itself has, however long opening took. */
const LEAST = 0.5;

/**
 * The largest plan of the ladder that a budget's time allows this model on this machine.
 *
 * @returns the first plan where even that takes longer; `seconds` says so
 */
export function choosePlan({ choices, model, n, speed, spent = 0 }: PlanRequest): {
  settings: AuditSettings;
  seconds: number;
} {
  const [, height, width] = model.shape;
  const plans = ladder.map((_, index) => {
    const settings = auditSettings(choices, { plan: index + 1, size: [height, width] });
    return {
      settings,
      seconds: estimate({ ...model, settings, images: imageCounts(settings, n) }, {}, speed),
    };
  });
  const budget = budgets[choices.budget].seconds;
  const most = Math.max(ABOUT * budget - spent, LEAST * budget);
  return plans.findLast(({ seconds }) => seconds <= most) ?? plans[0];
}
