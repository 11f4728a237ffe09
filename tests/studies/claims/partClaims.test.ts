import { expect, it } from 'vitest';
import { corollaryClaim } from '#passband/studies/claims/corollaryClaim.ts';
import { decidedByHfcClaim, decidedBySvdClaim } from '#passband/studies/claims/decidedClaims.ts';
import { kernelClaim, smootherClaim, smoothingClaims } from '#passband/studies/claims/smoothingClaims.ts';
import type { StudyResults } from '#passband/studies/results/studyResults.ts';
import { claimOf, testClaim } from '../support/claimCases.ts';
import {
  madeUpComponents,
  madeUpKernels,
  madeUpRobustness,
  madeUpSmoothing,
} from '../support/madeUpParts.ts';
import type { MadeUpRun, MadeUpStudy } from '../support/madeUpStudy.ts';

const fitted = { 'train.x': 0.95, 'test.x': 0.7 };
const run = (parts: MadeUpRun['parts'], at: MadeUpRun['at'] = fitted): MadeUpRun => ({
  at,
  ...(parts && { parts }),
});
const natural = (parts: MadeUpRun['parts'], at?: MadeUpRun['at']): MadeUpStudy => ({
  settings: { natural: run(parts, at) },
});
const unfit = { 'train.x': 0.5 };

const c1 = (results: StudyResults) => [decidedByHfcClaim(results, 'natural')];
testClaim('C1', c1, {
  holds: { 'the baseline’s test says so': natural(madeUpComponents({ hfc: 50, verdict: 'holds' })) },
  fails: { 'chance leaves more': natural(madeUpComponents({ hfc: 5, verdict: 'does not hold' })) },
  undecided: {
    'no difference': natural(madeUpComponents({ hfc: 5 })),
    'not fitted': natural(madeUpComponents({ hfc: 50, verdict: 'holds' }), unfit),
    'not measured': natural({}),
    'one seed of two says so': {
      settings: {
        natural: [run(madeUpComponents({ hfc: 50, verdict: 'holds' })), run(madeUpComponents({ hfc: 5 }))],
      },
    },
  },
});

const c32 = (results: StudyResults) => [decidedBySvdClaim(results, 'natural')];
testClaim('C32', c32, {
  holds: { 'a tenth of the images': natural(madeUpComponents({ hfc: 200, svd: 20 })) },
  fails: { 'as many images': natural(madeUpComponents({ hfc: 200, svd: 200 })) },
  undecided: {
    'half of the images': natural(madeUpComponents({ hfc: 200, svd: 100 })),
    none: natural(madeUpComponents({})),
    'not measured': natural({}),
    'not fitted': natural(madeUpComponents({ hfc: 200, svd: 20 }), unfit),
  },
});

const epsilons = ['2/255', '8/255'];
const c2 = (results: StudyResults) => [
  corollaryClaim(
    results,
    results.settings.map(({ name }) => name),
    epsilons,
  ),
];
const robust = (left: Parameters<typeof madeUpRobustness>[1]): MadeUpStudy => ({
  settings: {
    vanilla: run(madeUpRobustness(180, { '2/255': [150, 40, 20], '8/255': [60, 5, 0] })),
    other: run(madeUpRobustness(160, left)),
  },
});
testClaim('C2', c2, {
  holds: {
    'the certificates are below, and attacks below these': robust({
      '2/255': [150, 100, 90],
      '8/255': [90, 20, 10],
    }),
  },
  fails: {
    // A certificate is clean accuracy at most: a difference above 0 is no made-up run's but a broken one's.
    'a certificate is above clean accuracy': robust({ '2/255': [200, 10, 9], '8/255': [200, 2, 1] }),
  },
  undecided: {
    'of one model the certificate is no lower': robust({ '2/255': [160, 100, 90], '8/255': [158, 20, 10] }),
    'an attack leaves more than the certificate': robust({ '2/255': [150, 155, 90], '8/255': [90, 20, 10] }),
  },
});

it('C2 names the attack that has failed', () => {
  expect(claimOf(c2, 'C2', robust({ '2/255': [150, 100, 152], '8/255': [90, 20, 10] })).reason).toBe(
    "pgd@2/255 of other reports 76.0%, above the certificate's 75.0%: that attack has failed",
  );
});

const kernels = (ofNatural: number, ofAdversarial: number, at?: MadeUpRun['at']): MadeUpStudy => ({
  settings: { natural: run(madeUpKernels(ofNatural), at), adversarial: run(madeUpKernels(ofAdversarial)) },
});
const c22 = (results: StudyResults) => [kernelClaim(results)];
testClaim('C22', c22, {
  holds: { 'a smaller share': kernels(0.5, 0.4) },
  fails: { 'a larger share': kernels(0.4, 0.5) },
  undecided: {
    'within the spread of the channels': kernels(0.5, 0.48),
    'not fitted': kernels(0.5, 0.4, unfit),
  },
});

const rhos = [0.25, 1];
const smoother = (shares: readonly number[], others = [0.5, 0.4, 0.3]): MadeUpStudy => {
  const rows = (of: readonly number[]) =>
    madeUpSmoothing(
      Object.fromEntries(
        [0, ...rhos].slice(0, of.length).map((rho, place) => [rho, { smoothness: of[place] }]),
      ),
    );
  return { settings: { natural: run(rows(shares)), adversarial: run(rows(others)) } };
};
const c23 = (results: StudyResults) => [smootherClaim(results)];
testClaim('C23', c23, {
  holds: { 'it falls with each step of ρ': smoother([0.6, 0.5, 0.4]) },
  fails: { 'it rises at one': smoother([0.6, 0.5, 0.55]), 'it stays at one': smoother([0.6, 0.5, 0.5]) },
  undecided: { 'nothing was smoothed': smoother([0.6], [0.5]) },
});

const attacks = ['fgsm', 'pgd'];
const sizes = ['0.03', '0.06', '0.09'];
/** Right images of 1,000: clean, FGSM and PGD at each ε; unsmoothed, and at ρ = 1 (at ρ = .25 between the two). */
type Rows = readonly [readonly number[], readonly number[]];

function tableOf([unsmoothed, strongest]: Rows): MadeUpRun['parts'] {
  const names = ['clean', ...attacks.flatMap((method) => sizes.map((size) => `${method}@${size}`))];
  const row = (counts: readonly number[]) =>
    Object.fromEntries(names.map((name, place) => [name, counts[place]]));
  const between = unsmoothed.map((count, place) => Math.round((count + strongest[place]) / 2));
  return madeUpSmoothing({ 0: row(unsmoothed), 0.25: row(between), 1: row(strongest) });
}

const table = (
  ofNatural: Rows = naturalRows,
  ofAdversarial: Rows = adversarialRows,
  at = fitted as MadeUpRun['at'],
) => ({
  settings: { natural: run(tableOf(ofNatural), at), adversarial: run(tableOf(ofAdversarial)) },
});
// Table 2 of the paper.
const naturalRows: Rows = [
  [856, 107, 69, 44, 3, 2, 2],
  [631, 171, 140, 127, 86, 78, 78],
];
const adversarialRows: Rows = [
  [707, 435, 232, 137, 403, 138, 38],
  [638, 356, 223, 186, 337, 175, 131],
];
const withCell = ([first, second]: Rows, row: 0 | 1, place: number, value: number): Rows => {
  const rows: [number[], number[]] = [[...first], [...second]];
  rows[row][place] = value;
  return rows;
};
const table2 = (results: StudyResults) => smoothingClaims(results, { smoothingEpsilons: sizes, rhos });
const paper = table();
const unfitted = table(naturalRows, adversarialRows, unfit);
const notMeasured: MadeUpStudy = { settings: { natural: run({}), adversarial: run({}) } };

testClaim('C24', table2, {
  holds: { 'as in the paper': paper },
  fails: { 'of one model it rises': table(withCell(naturalRows, 1, 0, 900)) },
  undecided: {
    'of one model it stays': table(withCell(naturalRows, 1, 0, 856)),
    'not fitted': unfitted,
    notMeasured,
  },
});

testClaim(
  'C25',
  table2,
  {
    holds: {
      'as in the paper': paper,
      // As two samples of 1,000 images the step from 44 to 56 would be too small; the same images tell.
      'by a dozen of the same images': table(withCell(naturalRows, 1, 3, 56)),
    },
    fails: { 'at one ε it is less robust': table(withCell(naturalRows, 1, 2, 30)) },
    undecided: {
      'at one ε it is as robust': table(withCell(naturalRows, 1, 6, 2)),
      'not fitted': unfitted,
      notMeasured,
    },
  },
  ['adversarial'],
);

testClaim(
  'C26',
  table2,
  {
    holds: { 'as in the paper': paper },
    fails: {
      'it helps at the small ε too': table(naturalRows, withCell(adversarialRows, 1, 1, 480)),
      'it does not help at the large one': table(naturalRows, withCell(adversarialRows, 1, 6, 10)),
    },
    undecided: {
      'no difference at the large one': table(naturalRows, withCell(adversarialRows, 1, 3, 138)),
      notMeasured,
    },
  },
  ['natural'],
);

testClaim('C27', table2, {
  holds: { 'as in the paper': paper },
  fails: { 'the adversarial model is ahead': table(withCell(naturalRows, 1, 6, 5)) },
  undecided: { 'they are even': table(withCell(naturalRows, 1, 6, 40)), 'not fitted': unfitted, notMeasured },
});

testClaim('C28', table2, {
  holds: {
    'as in the paper': paper,
    'nothing is left by PGD at any ε': table(
      withCell(withCell(withCell(naturalRows, 0, 4, 0), 0, 5, 0), 0, 6, 0),
    ),
  },
  fails: {
    'PGD leaves more than FGSM': table(withCell(naturalRows, 0, 6, 150)),
    'it rises with ε': table(naturalRows, withCell(withCell(adversarialRows, 0, 3, 600), 0, 1, 300)),
  },
  undecided: { 'not fitted': unfitted, notMeasured },
});
