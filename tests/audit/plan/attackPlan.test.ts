import { expect, it } from 'vitest';
import { attackPlan } from '#passband/audit/plan/attackPlan.ts';
import { auditSettings } from '#passband/audit/plan/auditSettings.ts';
import type { Budget } from '#passband/audit/plan/ladder.ts';

const shape = [3, 32, 32] as const;
const settingsOf = (budget: Budget, preset: 'paper' | 'authors' = 'paper') =>
  auditSettings({
    ...{ budget, preset, seed: 0, radii: [8] },
    epsilons: [
      { value: 8 / 255, text: '8/255' },
      { value: 2 / 255, text: '2/255' },
    ],
  });
const namesOf = (budget: Budget, options: { gradients: boolean; quantised?: boolean; classes: number }) =>
  attackPlan(settingsOf(budget), { shape, ...options }).map(({ name }) => name);

it('attacks at each ε by FGSM and PGD, and at the main one by noise', () => {
  expect(namesOf('quick', { gradients: true, classes: 10 })).toEqual([
    'noise@8/255',
    ...['fgsm@2/255', 'fgsm@8/255', 'pgd@2/255', 'pgd@8/255', 'pgd-l2@0.5'],
  ]);
});

it('attacks by everything in a standard audit, each under a name of its own', () => {
  const names = namesOf('standard', { gradients: true, classes: 10 });
  expect(names.slice(5)).toEqual([
    ...['pgd-l2@0.25', 'pgd-l2@0.5', 'pgd-l2@1', 'pgd-low8@8/255', 'pgd-high8@8/255'],
    ...['momentum-pgd@8/255', 'apgd@8/255', 'apgd-dlr@8/255', 'square@8/255'],
  ]);
  expect(new Set(names).size).toBe(names.length);
});

it('leaves DLR out where there are two classes, for it needs three', () => {
  expect(namesOf('standard', { gradients: true, classes: 2 })).not.toContain('apgd-dlr@8/255');
});

it('leaves noise and Square to a model without a gradient', () => {
  expect(namesOf('standard', { gradients: false, classes: 10 })).toEqual(['noise@8/255', 'square@8/255']);
  expect(namesOf('quick', { gradients: false, classes: 10 })).toEqual(['noise@8/255', 'square@8/255']);
});

it('holds the gradients of a quantised model against Square at each budget', () => {
  const quantised = { gradients: true, quantised: true, classes: 10 };
  expect(namesOf('quick', quantised)).toEqual([
    ...namesOf('quick', { gradients: true, classes: 10 }),
    'square@8/255',
  ]);
  expect(namesOf('standard', quantised)).toEqual(namesOf('standard', { gradients: true, classes: 10 }));
});

it('keeps no band apart that has no frequency', () => {
  const small = attackPlan(settingsOf('standard'), { gradients: true, classes: 10, shape: [1, 8, 8] });
  expect(small.filter(({ settings }) => settings.band)).toEqual([]);
});

it('cuts the band as the preset does', () => {
  for (const [preset, boundary] of [
    ['paper', 'inclusive'],
    ['authors', 'exclusive'],
  ] as const) {
    const plan = attackPlan(settingsOf('standard', preset), { gradients: true, classes: 10, shape });
    const bands = plan.flatMap(({ settings: { band } }) => band ?? []);
    expect(bands.map(({ keep, radius }) => [keep, radius])).toEqual([
      ['low', 8],
      ['high', 8],
    ]);
    expect(bands.every((band) => band.boundary === boundary)).toBe(true);
  }
});

it('has steps and restarts of the budget', () => {
  const settings = settingsOf('thorough');
  const plan = attackPlan(settings, { gradients: true, classes: 10, shape });
  const pgd = plan.find(({ name }) => name === 'pgd@8/255')!;
  expect(pgd.settings).toMatchObject({ steps: settings.pgdSteps, restarts: settings.restarts });
  expect(pgd.settings.epsilon).toBe(8 / 255);
});
