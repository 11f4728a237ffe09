import { describe, expect, it } from 'vitest';
import { choosePlan } from '#passband/audit/pace/choosePlan.ts';
import { estimate } from '#passband/audit/pace/estimate.ts';
import type { Speed } from '#passband/audit/pace/measureSpeed.ts';
import { type AuditChoices, auditSettings } from '#passband/audit/plan/auditSettings.ts';
import { imageCounts } from '#passband/audit/plan/imageCounts.ts';
import { type Budget, budgetNames, budgets, ladder } from '#passband/audit/plan/ladder.ts';
import { workKinds } from '#passband/audit/plan/work.ts';

const choices = (budget: Budget): AuditChoices => ({
  ...{ budget, preset: 'paper', seed: 0, radii: [4, 8] },
  epsilons: [{ value: 8 / 255, text: '8/255' }],
});
const modelOf = (size: number) => ({
  ...{ classifier: { classes: 10 }, shape: [3, size, size] as const },
  ...{ gradients: true, kernels: true, batchNorm: true, quantised: false, blackBox: false },
});
/** Each kind takes so long an image. */
const speedOf = (seconds: number): Speed => ({
  seconds: Object.fromEntries(workKinds.map((kind) => [kind, seconds])) as Speed['seconds'],
  standing: () => 0.3,
});
const secondsOf = (plan: number, size: number, n: number, speed: Speed) => {
  const settings = auditSettings(choices('quick'), { plan, size: [size, size] });
  return estimate({ ...modelOf(size), settings, images: imageCounts(settings, n) }, {}, speed);
};

describe('choosePlan', () => {
  it.each([32, 224])(
    'has plans of ever more work, none more than five times the one before (%i pixels)',
    (size) => {
      const seconds = ladder.map((_, index) => secondsOf(index + 1, size, 10_000, speedOf(1e-3)));
      for (const [index, more] of seconds.slice(1).entries()) {
        expect(more / seconds[index], `plan ${index + 2} beside ${index + 1}`).toBeGreaterThan(1.3);
        expect(more / seconds[index], `plan ${index + 2} beside ${index + 1}`).toBeLessThan(5);
      }
    },
  );

  it.each(budgetNames)('takes the largest plan that fits %s, whatever the speed', (budget) => {
    for (const pass of [1e-5, 1e-4, 1e-3, 1e-2]) {
      const speed = speedOf(pass);
      const request = { choices: choices(budget), model: modelOf(32), n: 10_000, speed };
      const { settings, seconds } = choosePlan(request);
      const limit = 1.15 * budgets[budget].seconds;
      expect(seconds).toBe(secondsOf(settings.plan!, 32, 10_000, speed));
      if (settings.plan! > 1) expect(seconds).toBeLessThanOrEqual(limit);
      if (settings.plan! < ladder.length)
        expect(secondsOf(settings.plan! + 1, 32, 10_000, speed)).toBeGreaterThan(limit);
      expect(settings.budget).toBe(budget);
    }
  });

  it.each([
    [0, 69],
    [20, 49],
    [55, 30],
  ])('leaves out of a minute the %i seconds that opening took, but for half of it', (spent, most) => {
    for (const pass of [1e-4, 3e-4, 1e-3, 3e-3]) {
      const speed = speedOf(pass);
      const request = { choices: choices('quick'), model: modelOf(32), n: 10_000, speed, spent };
      const { settings } = choosePlan(request);
      const fits = ladder.map((_, index) => secondsOf(index + 1, 32, 10_000, speed) <= most);
      expect(settings.plan).toBe(Math.max(1, fits.lastIndexOf(true) + 1));
    }
  });

  it('takes the first plan, and says how long it takes, where none fits', () => {
    const request = { choices: choices('quick'), model: modelOf(224), n: 50_000, speed: speedOf(60) };
    const { settings, seconds } = choosePlan(request);
    expect(settings.plan).toBe(1);
    expect(seconds).toBeGreaterThan(600);
  });

  it('counts the images that there are', () => {
    const speed = speedOf(1e-3);
    expect(secondsOf(11, 32, 20, speed)).toBeLessThan(secondsOf(11, 32, 10_000, speed) / 20);
  });

  it('skips radii in proportion to the size', () => {
    const step = (size: number) =>
      auditSettings(choices('quick'), { plan: 6, size: [size, size] }).radiusStep;
    expect([step(28), step(64), step(96), step(224)]).toEqual([4, 4, 8, 16]);
  });
});
