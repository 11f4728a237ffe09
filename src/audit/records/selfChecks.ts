import { largest } from '../../statistics/extremes.ts';
import type { Check } from '../measures/check.ts';
import { pairedTest } from '../measures/pairedTest.ts';
import type { AuditSettings } from '../plan/auditSettings.ts';
import { type AttackRow, standingOf } from '../robustness/attackRow.ts';
import { judgeByCertificate } from '../robustness/judgeByCertificate.ts';
import type { AuditSections } from './auditRecord.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

// Shares are quotients, so that their differences are rounded.
const isAtMost = (gap: number, limit: number) => gap <= limit + 1e-9;

/** How an audit checks itself: what the parts that are there say of the attacks, the gradient and the certificate. */
export function selfChecks(sections: AuditSections, settings: AuditSettings): Check[] {
  const { probes, attacks, certificate } = sections;
  const rows = attacks?.rows ?? [];
  const row = (name: string) => rows.find((one) => one.name === name);
  const main = settings.mainEpsilon.text;
  const checks: Check[] = [];
  if (probes) for (const check of probeChecks(probes)) checks.push(check);
  for (const method of ['fgsm', 'pgd']) {
    const series = settings.epsilons.flatMap(({ text }) => row(`${method}@${text}`) ?? []);
    if (series.length > 1) checks.push(risingEpsilon(method, series));
  }
  const [noise, pgd, fgsm] = ['noise', 'pgd', 'fgsm'].map((method) => row(`${method}@${main}`));
  if (pgd && fgsm) checks.push(notWeaker('pgdBelowFgsm', pgd, fgsm));
  if (pgd && noise) checks.push(notWeaker('pgdBelowNoise', pgd, noise));
  if (pgd && pgd.afterRestart.length > 1) checks.push(restarts(pgd));
  const withGradient = rows.filter(({ settings: { loss } }) => loss !== 'margin');
  if (withGradient.length > 0) checks.push(zeroGradients(withGradient));
  if (pgd) checks.push(rounding(pgd));
  if (certificate && attacks) {
    // Noise is the baseline of attacks, and none itself.
    const judged = rows
      .filter(({ settings: { method } }) => method !== 'noise')
      .map(({ name, settings: { norm, epsilon }, standing }) => ({
        ...{ attack: name, norm, epsilon, images: attacks.images },
        standing: standingOf({ standing }),
      }));
    for (const check of certified(judgeByCertificate(certificate, judged))) checks.push(check);
  }
  return checks;
}

function probeChecks({
  n,
  changedAtZero,
  gradientErrors,
  batchDependence,
}: AuditSections['probes'] & {}): Check[] {
  const checks: Check[] = [
    {
      name: 'batchIndependence',
      status: batchDependence < 1e-3 ? 'pass' : 'fail',
      figure: batchDependence,
      text: `alone, an image's logits differ by ${batchDependence.toPrecision(2)} of their range from those among others; the certificate needs 0`,
    },
  ];
  if (changedAtZero !== null) {
    checks.push({
      name: 'epsilonZero',
      status: changedAtZero === 0 ? 'pass' : 'fail',
      figure: changedAtZero,
      text: `PGD of size 0 changes the answer to ${changedAtZero} of ${n} images`,
    });
  }
  if (gradientErrors && gradientErrors.length > 0) {
    const error = median(gradientErrors);
    checks.push({
      name: 'gradientIsFiniteDifference',
      status: error < 0.02 ? 'pass' : error < 0.1 ? 'warn' : 'fail',
      figure: error,
      text: `the gradient's length and a finite difference of the loss along it differ by ${percent(error)} (median of ${gradientErrors.length} images)`,
    });
  }
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

function certified(judgements: ReturnType<typeof judgeByCertificate>): Check[] {
  const failed = judgements.filter((one) => one.failed);
  if (failed.length === 0 && judgements.length > 0) {
    const closest = largest(
      judgements.map(({ robustAccuracy, certificate }) => robustAccuracy.value - certificate.value),
    );
    return [
      {
        name: 'certificate',
        status: 'pass',
        figure: closest,
        text: `no attack reports more robust accuracy than Corollary 1 leaves possible; the nearest is ${percent(-closest)} below`,
      },
    ];
  }
  return failed.map(({ attack, robustAccuracy, certificate }) => ({
    name: `certificate ${attack}`,
    status: 'fail',
    figure: robustAccuracy.value - certificate.value,
    text: `${attack} leaves ${percent(robustAccuracy.value)}, and Corollary 1 proves that at most ${percent(certificate.value)} are robust: the attack has failed`,
  }));
}
