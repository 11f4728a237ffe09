import { trainsOnAttacks } from '../../training/config/config.ts';
import { samplesOf } from './estimates.ts';
import type { Setting } from './runResult.ts';

/** Everything that a study knows by now: what tables, figures and claims are made of. */
export interface StudyResults {
  readonly settings: readonly Setting[];
  /** Cut-offs in bins, ascending. */
  readonly radii: readonly number[];
  readonly classes: number;
  /** Training accuracy from which on a run counts as fitted. */
  readonly fittedAt: number;
  /** Whether the runs have the paper's epochs and sizes. */
  readonly isFullScale: boolean;
}

/** @throws RangeError when there is no such setting */
export function settingOf({ settings }: Pick<StudyResults, 'settings'>, name: string): Setting {
  const found = settings.find((setting) => setting.name === name);
  if (!found) throw new RangeError(`settingOf: there is no setting ${name}`);
  return found;
}

/** Whether a setting trains on attacked images, whose training accuracy on x says little of how well it fits. */
function isAdversarial({ seeds }: Setting): boolean {
  return seeds.some(({ result }) => result?.record && trainsOnAttacks(result.record.config));
}

/**
 * Why settings decide nothing yet, however well they will fit.
 *
 * @returns undefined where all their runs are complete
 */
export function incompleteReason(settings: readonly Setting[]): string | undefined {
  const open = settings.find(({ seeds }) => seeds.some(({ state }) => state !== 'complete'));
  return open && `${open.name} is not complete`;
}

/**
 * Why a setting decides no claim: it is not there yet, or its training accuracy shows that it was trained for too short.
 *
 * @returns undefined where it is fitted
 */
export function unfittedReason(setting: Setting, fittedAt: number): string | undefined {
  const incomplete = incompleteReason([setting]);
  if (incomplete !== undefined) return incomplete;
  const unfitted = unfittedAccuracy(setting, fittedAt);
  return (
    unfitted &&
    `${setting.name} is not fitted (training accuracy ${unfitted.accuracy.toFixed(2)}, below ${unfitted.needed})`
  );
}

/**
 * The lowest training accuracy of a setting's runs, and the one that they need.
 *
 * @returns undefined where all are fitted
 */
export function unfittedAccuracy(
  setting: Setting,
  fittedAt: number,
): { readonly accuracy: number; readonly needed: number } | undefined {
  // It fits attacked images, and those less well; one that has learned next to nothing decides nothing all the same.
  const needed = isAdversarial(setting) ? fittedAt / 2 : fittedAt;
  const accuracy = samplesOf(setting, 'trained').reduce((least, { value }) => Math.min(least, value), 1);
  return accuracy < needed ? { accuracy, needed } : undefined;
}
