import { expect, it } from 'vitest';
import { generalisationClaims } from '#passband/studies/claims/generalisationClaims.ts';
import { claimOf, testClaim } from '../support/claimCases.ts';
import type { MadeUpStudy } from '../support/madeUpStudy.ts';

const radii = [4, 8, 12, 16];

/** Accuracy on x at each radius of what was trained on x_l and on x_h. */
function study(
  low: readonly number[],
  high: readonly number[],
  { train = 0.95, ...others } = {},
): MadeUpStudy {
  const cells = (component: string, values: readonly number[]) =>
    values.map((value, place) => [
      `${component}-${radii[place]}`,
      { at: { 'train.x': { 1: 0.3, 10: train }, 'test.x': { 1: 0.2, 10: value } } },
    ]);
  return {
    settings: Object.fromEntries([...cells('lfc', low), ...cells('hfc', high)]),
    radii: radii.slice(0, low.length),
    ...others,
  };
}

const rising = [0.55, 0.6, 0.65, 0.7];
const atChance = [0.2, 0.12, 0.1, 0.1];
const paper = study(rising, atChance);
const unfitted = study(rising, atChance, { train: 0.8 });

testClaim(
  'C8',
  generalisationClaims,
  {
    holds: { 'accuracy rises with r': paper, 'of two radii': study([0.5, 0.6], [0.1, 0.1]) },
    fails: { 'it falls': study(rising.toReversed(), atChance) },
    undecided: {
      'it stays': study([0.6, 0.601, 0.599, 0.6], atChance),
      'not fitted': unfitted,
      'there is one radius': study([0.6], [0.1]),
    },
  },
  radii.map((radius) => `hfc-${radius}`),
);

testClaim('C9', generalisationClaims, {
  holds: { 'x_l is 20 points and more ahead at each r': paper },
  fails: {
    'it is 10 points ahead at one r': study(rising, [0.2, 0.12, 0.1, 0.6]),
    'x_h is ahead at one r': study([0.55, 0.6, 0.65, 0.1], [0.2, 0.12, 0.1, 0.5]),
  },
  undecided: {
    '20 points lie inside the interval': study([0.4, 0.6, 0.65, 0.7], atChance),
    'not fitted': unfitted,
  },
});

testClaim(
  'C10',
  generalisationClaims,
  {
    holds: {
      'x_h is at chance': paper,
      'it is above chance at the smaller radii alone': study(rising, [0.5, 0.4, 0.11, 0.11]),
      'it is above chance by an eighth of x_l': study([0.5, 0.5, 0.9, 0.9], [0.1, 0.1, 0.2, 0.2]),
    },
    fails: { 'it is above chance by half of x_l': study(rising, [0.2, 0.12, 0.38, 0.1]) },
    undecided: {
      'a quarter lies inside the interval': study(rising, [0.2, 0.12, 0.2375, 0.1]),
      'not fitted': unfitted,
    },
  },
  ['lfc-4', 'lfc-8', 'hfc-4', 'hfc-8'],
);

testClaim('C11', generalisationClaims, {
  holds: { 'each cell is fitted': study(rising, atChance, { train: 0.95, isFullScale: true } as object) },
  fails: { 'one scale, no fit': study(rising, atChance, { train: 0.6, isFullScale: true } as object) },
  undecided: {
    'not at the paper’s scale': paper,
    '.9 lies inside the interval': study(rising, atChance, { train: 0.905, isFullScale: true } as object),
  },
});

it('each claim names its numbers and why it is undecided', () => {
  const c9 = claimOf(generalisationClaims, 'C9', paper);
  expect(c9.numbers[0]).toEqual({
    name: 'r = 4: x_l − x_h',
    text: '+35.0 points (+31.0 … +38.9, two samples)',
    verdict: 'holds',
  });
  expect(claimOf(generalisationClaims, 'C8', unfitted).reason).toBe(
    'lfc-4 is not fitted (training accuracy 0.80, below 0.9)',
  );
});
