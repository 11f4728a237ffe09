import { expect, it } from 'vitest';
import { auditSettings, auditSettingsSchema, choicesOf } from '#passband/audit/plan/auditSettings.ts';

const sizes = (...texts: string[]) =>
  texts.map((text) => ({ text, value: Number(text.split('/')[0]) / Number(text.split('/')[1] ?? 1) }));
const given = { budget: 'standard', preset: 'paper', seed: 3, radii: [4, 8, 12, 16] } as const;

it('has sizes and radii ascending, radii once', () => {
  const { epsilons, radii } = auditSettings({ ...given, radii: [8, 4, 8], epsilons: sizes('0.1', '8/255') });
  expect(epsilons.map(({ text }) => text)).toEqual(['8/255', '0.1']);
  expect(radii).toEqual([4, 8]);
});

it.each([
  [['8/255'], '8/255'],
  [['2/255', '8/255'], '8/255'],
  [['2/255', '4/255', '8/255', '16/255'], '8/255'],
])('of %j the main size is %s', (texts, main) => {
  expect(auditSettings({ ...given, epsilons: sizes(...texts) }).mainEpsilon.text).toBe(main);
});

it('looks for images decided by HFC at the paper’s radius 12 where it is named, else at the middle one', () => {
  const decided = (radii: number[]) =>
    auditSettings({ ...given, radii, epsilons: sizes('0.1') }).decidedRadius;
  expect([decided([4, 8, 12, 16]), decided([2, 5, 9]), decided([7])]).toEqual([12, 5, 7]);
});

it('does more of everything in a larger budget', () => {
  const [quick, standard, thorough] = (['quick', 'standard', 'thorough'] as const).map((budget) =>
    auditSettings({ ...given, budget, epsilons: sizes('0.1') }),
  );
  for (const key of ['images', 'certificateImages', 'attackImages', 'pgdSteps', 'restarts'] as const) {
    expect([quick[key] < standard[key], standard[key] < thorough[key]]).toEqual([true, true]);
  }
  expect(auditSettingsSchema.parse(JSON.parse(JSON.stringify(thorough)))).toEqual(thorough);
});

it('is a record without other members', () => {
  const settings = auditSettings({ ...given, epsilons: sizes('0.1') });
  expect(auditSettingsSchema.safeParse({ ...settings, extra: 1 }).success).toBe(false);
  expect(auditSettingsSchema.safeParse({ ...settings, epsilons: [] }).success).toBe(false);
});

it('gives back what was asked for, which a plan leaves as it was', () => {
  const choices = { ...given, epsilons: sizes('2/255', '8/255') };
  expect(choicesOf(auditSettings(choices, { plan: 3, size: [224, 224] }))).toEqual(choices);
});
