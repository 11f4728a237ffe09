import { expect, it } from 'vitest';
import { claimSchema, type StudyClaim } from '#passband/report/study/studyRecord.ts';
import type { ClaimId } from '#passband/studies/claims/claimTexts.ts';
import type { StudyResults } from '#passband/studies/results/studyResults.ts';
import { type MadeUpStudy, madeUpStudy, withoutSetting } from './madeUpStudy.ts';

export type Decide = (results: StudyResults) => readonly StudyClaim[];

/** Made-up studies that decide a claim one way and the other, and some that do not decide it. */
export interface ClaimCase {
  readonly holds: Readonly<Record<string, MadeUpStudy>>;
  readonly fails: Readonly<Record<string, MadeUpStudy>>;
  readonly undecided: Readonly<Record<string, MadeUpStudy>>;
}

/** The claim of a made-up study, read through the schema of what is published. */
export function claimOf(decide: Decide, id: ClaimId, study: MadeUpStudy): StudyClaim {
  const found = decide(madeUpStudy(study)).find((claim) => claim.id === id);
  expect(found, `${id} is among the claims`).toBeDefined();
  const claim = claimSchema.parse(found);
  expect(JSON.stringify(claim)).not.toMatch(/NaN|undefined|Infinity|null points/);
  // A minus has its own sign, none stands before 0, and `ρ = 1 − ρ = 0` is no difference that can be read.
  expect(JSON.stringify(claim.numbers)).not.toMatch(/[ (]-\d|−0(\.0)?[^\d.]|ρ = \S+ − ρ =/);
  const verdicts = new Set(claim.numbers.map(({ verdict }) => verdict));
  if (claim.verdict === 'holds') expect(verdicts).toEqual(new Set(['holds']));
  if (claim.verdict === 'does not hold') expect(verdicts).toContain('does not hold');
  return claim;
}

/**
 * Each case has its verdict; and whichever setting of a study is still to come, there is none, nothing is thrown, and no text has a gap.
 *
 * @param indifferent settings that say nothing of the claim
 */
export function testClaim(
  id: ClaimId,
  decide: Decide,
  { holds, fails, undecided }: ClaimCase,
  indifferent: readonly string[] = [],
): void {
  for (const [verdict, cases] of Object.entries({ holds, 'does not hold': fails, undecided })) {
    for (const [name, study] of Object.entries(cases)) {
      it(`${id} ${verdict === 'undecided' ? 'is undecided' : verdict}: ${name}`, () => {
        const claim = claimOf(decide, id, study);
        expect(claim.verdict, JSON.stringify(claim.numbers)).toBe(verdict);
      });
    }
  }
  it(`${id} is undecided while a setting is to come, failed, or has begun`, () => {
    for (const study of [...Object.values(holds), ...Object.values(fails)]) {
      for (const [name, given] of Object.entries(study.settings)) {
        if (indifferent.includes(name)) continue;
        expect(claimOf(decide, id, withoutSetting(study, name)).verdict, `${name} to come`).toBe('undecided');
        const runs = (Array.isArray(given) ? given : [given]).map((run) => ({ ...run, state: 'running' }));
        const begun = { ...study, settings: { ...study.settings, [name]: runs } };
        expect(claimOf(decide, id, begun).verdict, `${name} running`).toBe('undecided');
        const failed = { state: 'failed', failure: 'it diverged', isMissing: true } as const;
        const hole = { ...study, settings: { ...study.settings, [name]: failed } };
        expect(claimOf(decide, id, hole).verdict, `${name} failed`).toBe('undecided');
      }
    }
  });
}
