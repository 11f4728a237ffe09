import { choosePlan } from '../../audit/pace/choosePlan.ts';
import { measureSpeed, type Speed } from '../../audit/pace/measureSpeed.ts';
import { type AuditChoices, type AuditSettings, auditSettings } from '../../audit/plan/auditSettings.ts';
import { budgets } from '../../audit/plan/ladder.ts';
import { planName, planText } from '../../audit/plan/planText.ts';
import { seededRandom } from '../../tensor/random.ts';
import { roughTime } from '../../wording/duration.ts';
import type { WorkflowControls } from '../common/workflowOptions.ts';
import type { OpenModel } from '../models/openModel.ts';
import { auditContext, hasGradients } from './auditContext.ts';

export interface PlanAuditOptions extends WorkflowControls {
  /** A plan that is already made. */
  readonly plan?: AuditSettings | undefined;
  /** When the budget's time began, by `now`; by default here. */
  readonly since?: number | undefined;
}

/** Share of a budget that measuring the speed may take, and seconds at least for each of its parts. */
const [SHARE, LEAST] = [0.05, 0.2];
const MEASUREMENTS = 7;

/**
 * What an audit of an open model does: a plan that is given, or the largest whose time fits the budget, by measurement. Without a clock
 * (`now`), it is the budget's own, whatever the model.
 *
 * @returns `speed` is undefined without a clock
 */
export async function planAudit(
  open: OpenModel,
  choices: AuditChoices,
  { plan, now, since = now?.(), progress, signal }: PlanAuditOptions,
): Promise<{ settings: AuditSettings; speed: Speed | undefined }> {
  const { classifier, dataset } = open;
  const { shape, test } = dataset;
  const size = [shape[1], shape[2]] as const;
  const budget = budgets[choices.budget].seconds;
  const gradients = hasGradients(open);
  const usual = plan ?? auditSettings(choices, { size });
  if (!now) return { settings: usual, speed: undefined };
  progress.task({ label: 'measuring the speed', done: 0, total: 1 });
  const speed = await measureSpeed(classifier, {
    ...{ split: test, preset: choices.preset, gradients, now, signal },
    epsilons: { linf: usual.epsilons, l2: usual.l2Epsilons },
    seconds: Math.max(LEAST, (SHARE * budget) / MEASUREMENTS),
    random: seededRandom(choices.seed).fork('audit'),
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    // What is wrong with the model, the audit says itself, and of which part it is.
    return undefined;
  });
  progress.end();
  if (plan || !speed) return { settings: usual, speed };
  const model = auditContext(open, usual);
  const spent = (now() - since!) / 1000;
  const { settings, seconds } = choosePlan({ choices, model, n: test.count, speed, spent });
  progress.say(
    `Measured: ${planName(settings)} takes about ${roughTime(seconds)} with this model on this machine (${planText(settings, test.count)}).`,
  );
  return { settings, speed };
}
