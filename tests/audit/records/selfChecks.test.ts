import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Check, checkSchema } from '#passband/audit/measures/check.ts';
import { shareOf } from '#passband/audit/measures/measure.ts';
import type { AuditSections } from '#passband/audit/parts/parts.ts';
import { selfChecks } from '#passband/audit/records/selfChecks.ts';
import type { Certificate } from '#passband/audit/robustness/certificateRecord.ts';
import { attacksOf, rowOf, settings } from '../constructedRows.ts';

const pgd = { method: 'pgd' } as const;
const fgsm = { method: 'fgsm' } as const;
const noise = { method: 'noise' } as const;

function checkOf(sections: AuditSections, name: string): Check | undefined {
  const checks = selfChecks(sections, settings);
  for (const check of checks) checkSchema.parse(check);
  return checks.find((check) => check.name === name);
}

const statusOf = (sections: AuditSections, name: string) => checkOf(sections, name)?.status;

const probes = { n: 32, changedAtZero: 0, gradientErrors: [0.001, 0.002, 0.003], batchDependence: 0 };

describe('selfChecks', () => {
  it('checks nothing where there is nothing yet', () => {
    expect(selfChecks({}, settings)).toEqual([]);
  });

  it('names what it has checked, each once', () => {
    const rows = [rowOf(noise, '8/255', 90), rowOf(fgsm, '4/255', 50), rowOf(fgsm, '8/255', 40)];
    rows.push(rowOf(pgd, '4/255', 30), rowOf({ ...pgd, restarts: 2 }, '8/255', 10));
    const checks = selfChecks(
      { probes, attacks: attacksOf(...rows), certificate: certificate(60) },
      settings,
    );
    expect(checks.map(({ name, status }) => [name, status])).toEqual(
      [
        ...['batchIndependence', 'epsilonZero', 'gradientIsFiniteDifference', 'risingEpsilon fgsm'],
        ...['risingEpsilon pgd', 'pgdBelowFgsm', 'pgdBelowNoise', 'restarts', 'zeroGradients', 'rounding'],
        'certificate',
      ].map((name) => [name, 'pass']),
    );
  });

  it.each([
    [0, 'pass'],
    [0.01, 'fail'],
  ])('batchIndependence: logits that move by %d of their range are a %s', (batchDependence, status) => {
    expect(statusOf({ probes: { ...probes, batchDependence } }, 'batchIndependence')).toBe(status);
  });

  it.each([
    [0, 'pass'],
    [1, 'fail'],
    [null, undefined],
  ])('epsilonZero: %s answers changed by PGD of size 0 are a %s', (changedAtZero, status) => {
    expect(statusOf({ probes: { ...probes, changedAtZero } }, 'epsilonZero')).toBe(status);
  });

  it.each([
    [[0.001, 0.001, 0.9], 'pass'],
    [[0.001, 0.05, 0.9], 'warn'],
    [[0.001, 0.5, 0.9], 'fail'],
    [[], undefined],
    [null, undefined],
  ])('gradientIsFiniteDifference: the median of %j is a %s', (gradientErrors, status) => {
    expect(statusOf({ probes: { ...probes, gradientErrors } }, 'gradientIsFiniteDifference')).toBe(status);
  });

  it.each([
    [50, 50, 'pass'],
    [50, 52, 'warn'],
    [50, 60, 'fail'],
  ])('risingEpsilon: from %d to %d of 100 images with a larger ε is a %s', (smaller, larger, status) => {
    const attacks = attacksOf(rowOf(pgd, '4/255', smaller), rowOf(pgd, '8/255', larger));
    expect(checkOf({ attacks }, 'risingEpsilon pgd')).toMatchObject({
      status,
      figure: expect.closeTo((larger - smaller) / 100),
    });
  });

  it('risingEpsilon: a rise in small steps counts from the lowest', () => {
    const three = { ...settings, epsilons: [...settings.epsilons, { value: 16 / 255, text: '16/255' }] };
    const rows = [rowOf(fgsm, '4/255', 20), rowOf(fgsm, '8/255', 24), rowOf(fgsm, '16/255', 28)];
    const checks = selfChecks({ attacks: attacksOf(...rows) }, three);
    expect(checks[0]).toMatchObject({
      name: 'risingEpsilon fgsm',
      status: 'fail',
      figure: expect.closeTo(0.08),
    });
  });

  it.each([
    [30, 'pass'],
    [42, 'warn'],
    [60, 'fail'],
  ])('pgdBelowFgsm: %d images left by PGD where FGSM leaves 40 is a %s', (standing, status) => {
    const attacks = attacksOf(rowOf(fgsm, '8/255', 40), rowOf(pgd, '8/255', standing));
    expect(statusOf({ attacks }, 'pgdBelowFgsm')).toBe(status);
  });

  it.each([
    [40, 'pass'],
    [41, 'warn'],
    [60, 'fail'],
  ])('pgdBelowNoise: %d images left by PGD where noise leaves 40 is a %s', (standing, status) => {
    const attacks = attacksOf(rowOf(noise, '8/255', 40), rowOf(pgd, '8/255', standing));
    expect(statusOf({ attacks }, 'pgdBelowNoise')).toBe(status);
  });

  it.each([
    [40, 'pass'],
    [41, 'warn'],
    [60, 'fail'],
  ])('pgdBelowSquare: %d images left by PGD where Square leaves 40 is a %s', (standing, status) => {
    const attacks = attacksOf(rowOf({ method: 'square' }, '8/255', 40), rowOf(pgd, '8/255', standing));
    expect(statusOf({ attacks }, 'pgdBelowSquare')).toBe(status);
  });

  it.each([
    [0.01, 'pass'],
    [0.5, 'warn'],
    [0.05, 'warn'],
  ])('gradientIsFiniteDifference: of a quantised model a median of %d is a %s', (error, status) => {
    const quantised = { ...probes, gradientErrors: [error], quantisers: 13 };
    expect(checkOf({ probes: quantised }, 'gradientIsFiniteDifference')).toMatchObject({
      status,
      text: expect.stringContaining('straight through the rounding of a quantised model (13 nodes)'),
    });
  });

  it.each([
    [[0.4, 0.39], 'pass'],
    [[0.9, 0.4, 0.4], 'pass'],
    [[0.4, 0.3], 'warn'],
    [[0.4], undefined],
  ])('restarts: %j after each one is a %s', (afterRestart, status) => {
    const attacks = attacksOf(rowOf(pgd, '8/255', 40, { afterRestart }));
    expect(statusOf({ attacks }, 'restarts')).toBe(status);
  });

  it.each([
    [0, 'pass'],
    [0.05, 'warn'],
    [0.5, 'fail'],
  ])('zeroGradients: a share of %d in the worst attack is a %s', (zeroGradientShare, status) => {
    const attacks = attacksOf(rowOf(fgsm, '8/255', 40), rowOf(pgd, '8/255', 40, { zeroGradientShare }));
    expect(statusOf({ attacks }, 'zeroGradients')).toBe(status);
  });

  it('zeroGradients: attacks without a gradient are not asked for one', () => {
    expect(statusOf({ attacks: attacksOf(rowOf(noise, '8/255', 40)) }, 'zeroGradients')).toBeUndefined();
  });

  it.each([
    [41, 'pass'],
    [50, 'warn'],
    [30, 'warn'],
  ])('rounding: %d images left on 8 bits in place of 40 is a %s', (onRounded, status) => {
    const attacks = attacksOf(rowOf(pgd, '8/255', 40, { rounded: shareOf(onRounded, 100) }));
    expect(statusOf({ attacks }, 'rounding')).toBe(status);
  });

  /** Of 100 images, this many are proven to fall within 8/255 in L∞ (not within 4/255), none in L2. */
  function certificate(fragile: number): Certificate {
    const linf = Array.from({ length: 100 }, (_, image) => (image >= 100 - fragile ? 0.02 : null));
    return {
      n: 100,
      clean: shareOf(100, 100),
      distance: 'l2',
      radii: 5,
      broken: { l2: Array(100).fill(null), linf },
      curves: { l2: [], linf: [] },
      evaluations: 500,
    };
  }

  it('certificate: an attack that leaves no more than is possible passes, with the distance to it', () => {
    const attacks = attacksOf(rowOf(pgd, '8/255', 40));
    expect(checkOf({ attacks, certificate: certificate(50) }, 'certificate')).toMatchObject({
      status: 'pass',
      figure: expect.closeTo(-0.1),
    });
  });

  it('certificate: an attack that leaves more than is possible is called failed', () => {
    const attacks = attacksOf(rowOf(noise, '8/255', 90), rowOf(fgsm, '8/255', 30), rowOf(pgd, '8/255', 60));
    const checks = selfChecks({ attacks, certificate: certificate(50) }, settings);
    expect(checks.filter(({ name }) => name.startsWith('certificate'))).toMatchObject([
      { name: 'certificate pgd@8/255', status: 'fail', figure: expect.closeTo(0.1) },
    ]);
  });

  it('certificate: noise is a baseline, which is held to nothing', () => {
    const attacks = attacksOf(rowOf(noise, '8/255', 90));
    expect(statusOf({ attacks, certificate: certificate(50) }, 'certificate')).toBeUndefined();
  });

  it('docs/audit.md tells what to do when a check fails, for each', () => {
    const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
    const rows = [rowOf(noise, '8/255', 90), rowOf(fgsm, '4/255', 50), rowOf(fgsm, '8/255', 40)];
    rows.push(rowOf({ ...pgd, restarts: 2 }, '8/255', 10));
    const checks = selfChecks(
      { probes, attacks: attacksOf(...rows), certificate: certificate(60) },
      settings,
    );
    for (const { name } of checks) expect(page).toContain(`\`${name.split(' ')[0]}\``);
  });
});
