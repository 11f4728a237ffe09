import type { AttackSettings } from '../../attacks/attackSettings.ts';
import { methodsByLogits } from '../../attacks/methods/methods.ts';
import type { Standing } from '../plan/work.ts';
import { type AttackRow, standingOf } from './attackRow.ts';

type Steps = Pick<AttackSettings, 'method' | 'steps' | 'restarts'>;

/** Passes until an image falls that falls at all, about: most do within the first steps of a gradient, and by and by without one. */
function untilFallen({ method, steps, restarts }: Steps): number {
  const whole = Math.max(1, steps * restarts);
  return Math.min(whole, methodsByLogits.includes(method) ? Math.max(2, whole / 8) : 2);
}

/**
 * Passes that an attack takes an image, about.
 *
 * @param standing share of the images that it leaves standing, which go all the way
 */
export function attackPasses(settings: Steps, standing: number): number {
  const whole = Math.max(1, settings.steps * settings.restarts);
  return standing * whole + (1 - standing) * untilFallen(settings);
}

/**
 * Steps of an attack until it ends or the last image has fallen, about.
 *
 * @param n images that are attacked
 */
export function attackSteps(settings: Steps, standing: number, n: number): number {
  const whole = Math.max(1, settings.steps * settings.restarts);
  const noneStands = (1 - standing) ** n;
  return (1 - noneStands) * whole + noneStands * untilFallen(settings);
}

/**
 * The share that attacks of a size left standing among an audit's rows so far: the lowest, and of FGSM for an attack without gradients,
 * which finds less; where there are none, what was known before.
 */
export function standingAmong(rows: readonly AttackRow[], before: Standing, weak: boolean): Standing {
  return ({ norm, text }) => {
    const same = rows.filter(
      ({ epsilon, settings: { norm: of, method, band } }) =>
        of === norm && epsilon === text && band === null && (weak ? method === 'fgsm' : method !== 'noise'),
    );
    const shares = same.map(
      (row) => standingOf(row).filter((flag) => flag === 1).length / row.standing.length,
    );
    return shares.reduce((least, share) => Math.min(least, share), before({ norm, text }));
  };
}
