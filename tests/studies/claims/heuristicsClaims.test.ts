import { expect, it } from 'vitest';
import { heuristicsClaims } from '#passband/studies/claims/heuristicsClaims.ts';
import { claimOf, testClaim } from '../support/claimCases.ts';
import type { MadeUpRun, MadeUpStudy } from '../support/madeUpStudy.ts';

const radii = [4, 8, 12, 16];
type Four = readonly [number, number, number, number];

interface Model {
  readonly train?: number;
  readonly test?: number;
  readonly lfc?: Four;
  readonly hfc?: Four;
  /** Epoch at which the training accuracy is .9. */
  readonly fittedAt?: number;
  readonly config?: MadeUpRun['config'];
}

function run({
  train = 0.98,
  test = 0.7,
  lfc = [0.3, 0.45, 0.6, 0.65],
  hfc = [0.4, 0.3, 0.2, 0.15],
  fittedAt = 6,
  config = {},
}: Model): MadeUpRun {
  const components = Object.entries({ lfc, hfc }).flatMap(([component, values]) =>
    values.map((value, place) => [`test.${component}@${radii[place]}`, value]),
  );
  const curve = train > 0.9 ? { 1: 0.3, [fittedAt]: 0.9, 10: train } : { 1: 0.3, 10: train };
  return {
    at: { 'train.x': curve, 'test.x': test, ...Object.fromEntries(components) },
    images: { test: 10_000, train: 10_000 },
    config,
  };
}

const by = (values: Four, points: number | Four): Four =>
  values.map(
    (value, place) => value + (typeof points === 'number' ? points : points[place]),
  ) as unknown as Four;
const [lfc, hfc]: [Four, Four] = [
  [0.3, 0.45, 0.6, 0.65],
  [0.4, 0.3, 0.2, 0.15],
];
const attacked = { adversarialEpsilon: '8/255' };

/** The paper's picture, with some models changed. */
function study(models: Readonly<Record<string, Model>> = {}): MadeUpStudy {
  const usual: Readonly<Record<string, Model>> = {
    vanilla: {},
    dropout: {},
    mixup: { hfc: by(hfc, 0.05) },
    'batch-norm': {
      lfc: by(lfc, [0.2, 0.15, 0.05, 0.05]),
      hfc: by(hfc, [0.2, 0.15, 0.05, 0.05]),
      fittedAt: 3,
    },
    // Its training accuracy on x is no measure of its fit.
    adversarial: { train: 0.7, test: 0.6, lfc: [0.3, 0.5, 0.6, 0.6], hfc: by(hfc, 0.1), config: attacked },
  };
  return {
    settings: Object.fromEntries(
      Object.entries(usual).map(([name, model]) => [name, run({ ...model, ...models[name] })]),
    ),
  };
}

const usual = study();
const unfitted = study({ vanilla: { train: 0.8 } });
const others = (...names: string[]) =>
  ['dropout', 'mixup', 'batch-norm', 'adversarial'].filter((name) => !names.includes(name));

testClaim(
  'C15',
  heuristicsClaims,
  {
    holds: {
      'the same accuracies': usual,
      'two points of difference': study({ dropout: { lfc: by(lfc, 0.02) } }),
    },
    fails: { 'eight points less of HFC at one r': study({ dropout: { hfc: by(hfc, [0, 0, -0.08, 0]) } }) },
    undecided: {
      'five points': study({ dropout: { lfc: by(lfc, [0, 0.05, 0, 0]) } }),
      'not fitted': unfitted,
    },
  },
  others('dropout'),
);

testClaim(
  'C16',
  heuristicsClaims,
  {
    holds: { 'more of HFC at each r': usual },
    fails: {
      'less at one r': study({ mixup: { hfc: by(hfc, [0.05, 0.05, 0.05, -0.05]) } }),
      'more, at six points less of x': study({ mixup: { hfc: by(hfc, 0.05), test: 0.64 } }),
    },
    undecided: {
      'as much at one r': study({ mixup: { hfc: by(hfc, [0.05, 0.05, 0.05, 0]) } }),
      'three points less of x': study({ mixup: { hfc: by(hfc, 0.05), test: 0.67 } }),
      'not fitted': unfitted,
    },
  },
  others('mixup'),
);

testClaim(
  'C17',
  heuristicsClaims,
  {
    holds: { 'more of both, most at the small radii, and quicker': usual },
    fails: {
      slower: study({ 'batch-norm': { fittedAt: 8 } }),
      'most at the large radii': study({
        'batch-norm': { lfc: by(lfc, [0.05, 0.05, 0.2, 0.2]), hfc: by(hfc, [0.05, 0.05, 0.2, 0.2]) },
      }),
      'less of LFC at one r': study({ 'batch-norm': { lfc: by(lfc, [0.2, -0.05, 0.05, 0.05]) } }),
    },
    undecided: {
      'as much more at all radii': study({ 'batch-norm': { lfc: by(lfc, 0.1), hfc: by(hfc, 0.1) } }),
      'both are fitted before they are first measured': study({
        vanilla: { fittedAt: 1 },
        'batch-norm': { fittedAt: 1 },
      }),
      'not fitted': unfitted,
    },
  },
  others('batch-norm'),
);

testClaim(
  'C18',
  heuristicsClaims,
  {
    holds: { 'less accurate, a smaller gap, LFC as x, more of HFC': usual },
    fails: {
      'as it is, more accurate': study({ adversarial: { test: 0.75, train: 0.8 } }),
      'a larger gap': study({ adversarial: { train: 0.95 } }),
      'LFC at r = 12 is ten points from x': study({ adversarial: { lfc: [0.3, 0.4, 0.5, 0.6] } }),
      'less of HFC at r = 4': study({ adversarial: { hfc: by(hfc, -0.1) } }),
    },
    undecided: { 'as much of HFC at r = 4': study({ adversarial: { hfc } }), 'not fitted': unfitted },
  },
  others('adversarial'),
);

it('of one radius, and of two, nothing breaks', () => {
  for (const some of [[8], [4, 12]]) {
    for (const id of ['C15', 'C16', 'C17', 'C18'] as const) {
      const { numbers } = claimOf(heuristicsClaims, id, { ...usual, radii: some });
      expect(numbers.length).toBeGreaterThan(1);
    }
  }
});

it('a model that is measured under attack, and not trained so, must be fitted like any other', () => {
  const measured = study({ adversarial: { config: { ...attacked, adversarialShare: 0 } } });
  expect(claimOf(heuristicsClaims, 'C18', measured).reason).toMatch(/^adversarial is not fitted/);
});

it('whether batch norm is quicker is decided by the interval over three seeds', () => {
  const seeds = (...ratios: number[]) => ({
    settings: {
      ...usual.settings,
      ...Object.fromEntries(others('batch-norm').map((name) => [name, usual.settings[name]])),
      vanilla: ratios.map(() => run({ fittedAt: 4 })),
      'batch-norm': ratios.map((ratio, seed) =>
        run({
          ...{ lfc: by(lfc, [0.2 + 0.001 * seed, 0.15, 0.05, 0.05]), hfc: by(hfc, [0.2, 0.15, 0.05, 0.05]) },
          fittedAt: 4 * ratio,
        }),
      ),
    },
  });
  expect(claimOf(heuristicsClaims, 'C17', seeds(0.5, 0.55, 0.6)).verdict).toBe('holds');
  expect(claimOf(heuristicsClaims, 'C17', seeds(0.5, 1.5, 0.6)).verdict).toBe('undecided');
});

it('an adversarially trained model that has learned next to nothing decides nothing', () => {
  const stuck = study({ adversarial: { train: 0.1, test: 0.1, lfc: [0.1, 0.1, 0.1, 0.1] } });
  expect(claimOf(heuristicsClaims, 'C18', stuck)).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(/^adversarial is not fitted/),
  });
});
