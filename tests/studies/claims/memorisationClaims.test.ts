import { describe, expect, it } from 'vitest';
import { memorisationClaims } from '#passband/studies/claims/memorisationClaims.ts';
import { claimOf, testClaim } from '../support/claimCases.ts';
import type { MadeUpRun, MadeUpStudy } from '../support/madeUpStudy.ts';

type Series = Readonly<Record<number, number>>;

// A natural model that is fitted in 5 epochs and a shuffled one in 20 of 30, of 100 batches an epoch.
const natural: MadeUpRun = {
  at: {
    'train.x': { 1: 0.5, 5: 0.9, 10: 0.99 },
    'train.lfc@4': { 1: 0.35, 5: 0.5, 10: 0.55 },
    'train.lfc@8': { 1: 0.45, 5: 0.6, 10: 0.65 },
    'train.hfc@8': { 1: 0.1, 5: 0.2, 10: 0.3 },
  },
};
const shuffled: MadeUpRun = {
  config: { epochs: 30, shuffleLabels: 1 },
  at: {
    'train.x': { 1: 0.1, 10: 0.5, 20: 0.9, 30: 0.98 },
    'train.lfc@4': { 1: 0.1, 10: 0.11, 20: 0.12, 30: 0.13 },
    'train.lfc@8': { 1: 0.1, 10: 0.15, 20: 0.2, 30: 0.25 },
  },
};

const changed = (run: MadeUpRun, at: Readonly<Record<string, number | Series>>): MadeUpRun => ({
  ...run,
  at: { ...run.at, ...at },
});
const study = (ofNatural: object = {}, ofShuffled: object = {}): MadeUpStudy => ({
  settings: { natural: changed(natural, { ...ofNatural }), shuffled: changed(shuffled, { ...ofShuffled }) },
});
const usual = study();
const unfitted = study({ 'train.x': { 1: 0.3, 10: 0.7 } });

testClaim('C3', memorisationClaims, {
  holds: {
    'four times the epochs': usual,
    'the shuffled model never fits, in six times the epochs': study({}, { 'train.x': { 1: 0.1, 30: 0.3 } }),
    'it never fits, and was as quick up to there': study({}, { 'train.x': { 1: 0.5, 2: 0.6, 30: 0.6 } }),
    'both reach .6, one of them late': study({ 'train.x': { 1: 0.3, 4: 0.6, 10: 0.8 } }),
  },
  fails: {
    'as quick': study({}, { 'train.x': { 1: 0.5, 5: 0.9, 30: 1 } }),
    'a third longer': study({}, { 'train.x': { 1: 0.2, 6.667: 0.9, 30: 1 } }),
  },
  undecided: {
    'neither gets anywhere': study({ 'train.x': { 1: 0.1, 10: 0.4 } }, { 'train.x': { 1: 0.1, 30: 0.2 } }),
  },
});

testClaim('C4', memorisationClaims, {
  holds: { 'the natural model has more of both at .9': usual },
  fails: {
    'it has less of one': study({ 'train.lfc@8': { 1: 0.45, 5: 0.1, 10: 0.9 } }),
    'it has more at the end alone, not at equal training accuracy': study({
      'train.lfc@4': { 1: 0, 5: 0, 10: 0.9 },
    }),
  },
  undecided: {
    'as much of one': study({}, { 'train.lfc@4': { 1: 0.1, 20: 0.5, 30: 0.6 } }),
    'not fitted': unfitted,
  },
});

testClaim(
  'C5',
  memorisationClaims,
  {
    holds: { '13% of ten classes': usual },
    fails: { '30%': study({}, { 'train.lfc@4': { 1: 0.1, 30: 0.3 } }) },
    undecided: {
      '20%': study({}, { 'train.lfc@4': { 1: 0.1, 30: 0.2 } }),
      'not fitted': study({}, { 'train.x': { 1: 0.1, 30: 0.5 } }),
    },
  },
  ['natural'],
);

testClaim(
  'C6',
  memorisationClaims,
  {
    holds: {
      '50% after 500 updates, which are five epochs here': usual,
      'between measured epochs on the straight line': study({
        'train.x': { 1: 0.5, 4: 0.8, 6: 0.92, 10: 0.99 },
        'train.lfc@4': { 1: 0.3, 4: 0.33, 6: 0.43, 10: 0.5 },
      }),
    },
    fails: {
      'after 500 updates, though not at the end': study({ 'train.lfc@4': { 1: 0.1, 5: 0.2, 10: 0.6 } }),
      'a later measured epoch does not count': study({
        'train.x': { 1: 0.5, 4: 0.8, 10: 0.99 },
        'train.lfc@4': { 1: 0.1, 4: 0.1, 10: 0.7 },
      }),
    },
    undecided: { '30%': study({ 'train.lfc@4': { 1: 0.1, 5: 0.3, 10: 0.6 } }), 'not fitted': unfitted },
  },
  ['shuffled'],
);

testClaim(
  'C7',
  memorisationClaims,
  {
    holds: { 'LFC ÷ x falls and HFC rises': usual },
    fails: {
      'LFC ÷ x rises': study({ 'train.lfc@8': { 1: 0.2, 5: 0.5, 10: 0.8 } }),
      'HFC falls': study({ 'train.hfc@8': { 1: 0.3, 5: 0.2, 10: 0.1 } }),
    },
    undecided: {
      'HFC stays': study({ 'train.hfc@8': { 1: 0.3, 5: 0.3, 10: 0.3 } }),
      'nothing of LFC at first': study({ 'train.lfc@8': { 1: 0, 5: 0.2, 10: 0.3 } }),
      'not fitted': unfitted,
    },
  },
  ['shuffled'],
);

describe('of several seeds', () => {
  const seeds = (ratios: readonly number[]): MadeUpStudy => ({
    settings: {
      natural: ratios.map(() => natural),
      shuffled: ratios.map((ratio) =>
        changed(shuffled, { 'train.x': { 1: 0.1, [5 * ratio]: 0.9, 30: 0.95 } }),
      ),
    },
  });

  it('C3 is decided by the interval of their ratios', () => {
    expect(claimOf(memorisationClaims, 'C3', seeds([3, 3.2, 2.8])).verdict).toBe('holds');
    expect(claimOf(memorisationClaims, 'C3', seeds([1, 1.1, 1.2])).verdict).toBe('does not hold');
    expect(claimOf(memorisationClaims, 'C3', seeds([1.2, 3, 2])).verdict).toBe('undecided');
  });

  it('a seed that failed leaves the others beside their likes', () => {
    const some = seeds([2, 4, 5]);
    const [first, , third] = some.settings.natural as readonly MadeUpRun[];
    const hole: MadeUpRun = { state: 'failed', isMissing: true };
    const { verdict, numbers } = claimOf(memorisationClaims, 'C3', {
      settings: { ...some.settings, natural: [first, hole, third] },
    });
    expect(verdict).toBe('undecided');
    expect(numbers[0].text).toMatch(/^10\.0 ÷ 5\.0, 25\.0 ÷ 5\.0/);
  });
});
