import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attackSettings, brokenRule } from '#passband/attacks/attackSettings.ts';
import type { Method } from '#passband/attacks/methods/method.ts';
import { methodNames, methods } from '#passband/attacks/methods/methods.ts';
import { worseDirection } from '#passband/audit/gate/worseDirection.ts';
import { attackPlan } from '#passband/audit/plan/attackPlan.ts';
import { auditSettings } from '#passband/audit/plan/auditSettings.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const documented = read('docs/attacks.md').split('\n');
const golden: {
  readonly cases: readonly { readonly settings: { readonly method: keyof typeof methods } }[];
} = JSON.parse(read('tests/golden/attacks/attackSteps.json'));
const thorough = attackPlan(
  auditSettings({
    ...{ budget: 'thorough', preset: 'paper', seed: 0, radii: [8] },
    epsilons: [{ value: 0.03, text: '0.03' }],
  }),
  { gradients: true, classes: 10, shape: [3, 32, 32] },
);

describe.each(methodNames)('the method %s', (name) => {
  const method: Method = methods[name];

  it('has a row in the table of docs/attacks.md', () => {
    expect(documented.filter((line) => line.startsWith(`| \`${name}\` |`))).toHaveLength(1);
  });

  it('has defaults that it allows in each of its norms', () => {
    for (const norm of method.norms) {
      expect(attackSettings({ method: name, norm, epsilon: 0.1 })).toMatchObject({ method: name, norm });
    }
  });

  it('follows a gradient by steps that another implementation takes too, or asks for none', () => {
    const walks = golden.cases.map(({ settings }) => methods[settings.method].walk);
    expect(method.needs === 'logits' || walks.includes(method.walk)).toBe(true);
  });

  it('is a part of a thorough audit', () => {
    expect(thorough.map(({ settings }) => settings.method)).toContain(name);
  });

  it('leaves less right of a worse model, which the gate knows', () => {
    expect([worseDirection(`${name}@8/255`), worseDirection(`${name}-l2@0.5`)]).toEqual(['lower', 'lower']);
  });
});

it('methods have titles of their own', () => {
  expect(new Set(methodNames.map((name) => methods[name].title)).size).toBe(methodNames.length);
});

it('a method refuses a norm that is none of its own', () => {
  const settings = attackSettings({ method: 'pgd', epsilon: 0.1 });
  const { needs, fixedSteps } = methods.pgd;
  expect(brokenRule('ring', { needs, fixedSteps, norms: ['l2'] }, settings)).toBe(
    'ring has the norm l2, got linf',
  );
});

it('a method without a title does not compile', () => {
  const { title: _, ...untitled } = methods.pgd;
  // @ts-expect-error title is missing
  const method: Method = untitled;
  expect(method.title).toBeUndefined();
});
