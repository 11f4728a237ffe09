import { attackSettings, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import { shareOf } from '#passband/audit/measures/measure.ts';
import { attackName } from '#passband/audit/plan/attackName.ts';
import { type AuditSettings, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import type { AttackRow } from '#passband/audit/robustness/attackRow.ts';

/** Settings of an audit at 4/255 and 8/255, the latter its main size. */
export const settings: AuditSettings = auditSettings({
  budget: 'quick',
  preset: 'paper',
  seed: 0,
  radii: [4, 12],
  epsilons: [
    { value: 4 / 255, text: '4/255' },
    { value: 8 / 255, text: '8/255' },
  ],
});

/**
 * An attack's row that left the first `standing` of 100 images standing.
 *
 * @param given method and what differs from its plain form
 * @param changed members of the row that a test is about
 */
export function rowOf(
  given: Omit<GivenAttack, 'epsilon'>,
  text: string,
  standing: number,
  changed: Partial<AttackRow> = {},
): AttackRow {
  const [numerator, denominator = '1'] = text.split('/');
  const whole = attackSettings({ ...given, epsilon: Number(numerator) / Number(denominator) });
  const robust = shareOf(standing, 100);
  return {
    name: attackName(whole, { text }),
    epsilon: text,
    settings: whole,
    robust,
    standing: '1'.repeat(standing).padEnd(100, '0'),
    afterRestart: Array(whole.restarts).fill(standing / 100),
    rounded: robust,
    evaluations: 1000,
    zeroGradientShare: 0,
    bandLeak: null,
    energy: { n: 100, shares: [], within: [] },
    ...changed,
  };
}

/** A section of attacks on the first hundred images of the certificate. */
export const attacksOf = (...rows: AttackRow[]) => ({
  n: 100,
  images: Array.from({ length: 100 }, (_, image) => image),
  white: [],
  rows,
});
