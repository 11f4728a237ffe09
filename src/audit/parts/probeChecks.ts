import type { Check } from '../measures/check.ts';
import type { Probes } from '../robustness/probes.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** What the probes say of the model and of its gradient. */
export function probeChecks({
  n,
  changedAtZero,
  gradientErrors,
  batchDependence,
  quantisers,
}: Probes): Check[] {
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
    const difference = `length and a finite difference of the loss along it differ by ${percent(error)} (median of ${gradientErrors.length} images)`;
    checks.push({
      name: 'gradientIsFiniteDifference',
      // A loss that moves in steps has no gradient: whether this one leads down is for Square to say.
      status: error < 0.02 ? 'pass' : error < 0.1 || quantisers ? 'warn' : 'fail',
      figure: error,
      text: quantisers
        ? `the gradient goes straight through the rounding of a quantised model (${quantisers} ${quantisers === 1 ? 'node' : 'nodes'}); its ${difference}`
        : `the gradient's ${difference}`,
    });
  }
  return checks;
}
