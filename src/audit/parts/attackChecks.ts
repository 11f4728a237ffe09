import type { Check } from '../measures/check.ts';
import { pairedTest } from '../measures/pairedTest.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { type AttackRow, standingOf } from '../robustness/attackRow.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

// Shares are quotients, so that their differences are rounded.
const isAtMost = (gap: number, limit: number) => gap <= limit + 1e-9;

/** What the attacks say of each other. */
export function attackChecks(
  rows: readonly AttackRow[],
  { epsilons, mainEpsilon: { text: main } }: Pick<AuditSettings, 'epsilons' | 'mainEpsilon'>,
): Check[] {
  const row = (name: string) => rows.find((one) => one.name === name);
  const checks: Check[] = [];
  for (const method of ['fgsm', 'pgd']) {
    const series = epsilons.flatMap(({ text }) => row(`${method}@${text}`) ?? []);
    if (series.length > 1) checks.push(risingEpsilon(method, series));
  }
  const [noise, square, pgd, fgsm] = ['noise', 'square', 'pgd', 'fgsm'].map((method) =>
    row(`${method}@${main}`),
  );
  if (pgd && fgsm) checks.push(notWeaker('pgdBelowFgsm', pgd, fgsm));
  if (pgd && noise) checks.push(notWeaker('pgdBelowNoise', pgd, noise));
  if (pgd && square) checks.push(notWeaker('pgdBelowSquare', pgd, square));
  if (pgd && pgd.afterRestart.length > 1) checks.push(restarts(pgd));
  const withGradient = rows.filter(({ settings: { loss } }) => loss !== 'margin');
  if (withGradient.length > 0) checks.push(zeroGradients(withGradient));
  if (pgd) checks.push(rounding(pgd));
  return checks;
}

/** Each ε was attacked afresh, so a rise shows an attack that got stuck. */
function risingEpsilon(method: string, series: readonly AttackRow[]): Check {
  let [rise, significant] = [0, false];
  for (const [index, larger] of series.entries()) {
    for (const smaller of series.slice(0, index)) {
      const gain = larger.robust.value - smaller.robust.value;
      if (gain <= 0) continue;
      rise = Math.max(rise, gain);
      significant ||= pairedTest(standingOf(larger), standingOf(smaller)).differ;
    }
  }
  return {
    name: `risingEpsilon ${method}`,
    status: rise === 0 ? 'pass' : significant ? 'fail' : 'warn',
    figure: rise,
    text:
      rise === 0
        ? `robust accuracy under ${method} never rises with ε`
        : `robust accuracy under ${method} rises by ${percent(rise)} with ε, the sign of a weak attack`,
  };
}

function notWeaker(name: string, strong: AttackRow, weak: AttackRow): Check {
  const gap = strong.robust.value - weak.robust.value;
  const { differ } = pairedTest(standingOf(strong), standingOf(weak));
  return {
    name,
    status: gap <= 0 ? 'pass' : differ ? 'fail' : 'warn',
    figure: gap,
    text: `${strong.name} leaves ${percent(strong.robust.value)}, ${weak.name} ${percent(weak.robust.value)}`,
  };
}

function restarts({ name, afterRestart }: AttackRow): Check {
  const [before, last] = afterRestart.slice(-2);
  const gain = before - last;
  return {
    name: 'restarts',
    status: isAtMost(gain, 0.01) ? 'pass' : 'warn',
    figure: gain,
    text: `the last of ${afterRestart.length} restarts of ${name} took ${percent(gain)} more; many more would find more where this is large`,
  };
}

function zeroGradients(rows: readonly AttackRow[]): Check {
  const worst = rows.reduce((most, one) => (one.zeroGradientShare > most.zeroGradientShare ? one : most));
  const share = worst.zeroGradientShare;
  return {
    name: 'zeroGradients',
    status: share <= 0.01 ? 'pass' : share <= 0.2 ? 'warn' : 'fail',
    figure: share,
    text: `at most ${percent(share)} of an attack's gradients are zero everywhere${share > 0 ? ` (${worst.name})` : ''}; such an attack sees nothing`,
  };
}

function rounding({ name, robust, rounded }: AttackRow): Check {
  const gap = rounded.value - robust.value;
  return {
    name: 'rounding',
    status: isAtMost(Math.abs(gap), 0.02) ? 'pass' : 'warn',
    figure: gap,
    text: `rounded to 8 bits, the images of ${name} leave ${percent(rounded.value)} in place of ${percent(robust.value)}`,
  };
}
