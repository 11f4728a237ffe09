import { whole } from '../../wording/format.ts';
import type { AuditSettings } from './auditSettings.ts';
import { imageCounts } from './imageCounts.ts';
import { ladder } from './ladder.ts';

/** `budget quick, plan 3 of 9`. */
export function planName({ budget, plan }: Pick<AuditSettings, 'budget' | 'plan'>): string {
  return `budget ${budget}${plan === undefined ? '' : `, plan ${plan} of ${ladder.length}`}`;
}

/**
 * How much a plan does, in one line.
 *
 * @param n test images that there are
 */
export function planText(settings: AuditSettings, n: number): string {
  const { radiusStep, pgdSteps, restarts } = settings;
  const { main, attacked, certified, heatMap } = imageCounts(settings, n);
  const radii = radiusStep === 1 ? 'each radius' : `radii ${radiusStep} bins apart`;
  return [
    `${whole(main.count)} images at ${radii}`,
    `${whole(attacked.count)} attacked, PGD of ${pgdSteps} steps${restarts > 1 ? ` and ${restarts} restarts` : ''}`,
    `${whole(certified.count)} in the certificate`,
    `${whole(heatMap.count)} in the heat map`,
  ].join('; ');
}
