import { expect, it } from 'vitest';
import {
  architectureClaim,
  batchNormClaim,
  batchSizeClaims,
  optimizerClaim,
} from '#passband/studies/claims/orderedClaims.ts';
import type { StudyResults } from '#passband/studies/results/studyResults.ts';
import { claimOf, testClaim } from '../support/claimCases.ts';
import type { MadeUpRun, MadeUpStudy } from '../support/madeUpStudy.ts';

const radii = [4, 8, 12, 16];
const images = { train: 10_000, test: 10_000, running: 10_000 };

interface Model {
  readonly train?: number;
  readonly test?: number;
  readonly hfc?: number | readonly number[];
}

/** Accuracies at the end, and on HFC at each radius. */
function run({ train = 0.95, test = 0.7, hfc = 0.2 }: Model): MadeUpRun {
  const high = radii.map((radius, place) => [
    `test.hfc@${radius}`,
    typeof hfc === 'number' ? hfc : hfc[place],
  ]);
  return {
    at: {
      'train.x': { 1: 0.3, 10: train },
      'test.x': { 1: 0.25, 10: test },
      ...Object.fromEntries(high),
    },
    images,
  };
}

const studyOf = (models: Readonly<Record<string, Model>>): MadeUpStudy => ({
  settings: Object.fromEntries(Object.entries(models).map(([name, model]) => [name, run(model)])),
});

const sizes = (models: readonly Model[]) =>
  studyOf(Object.fromEntries(models.map((model, place) => [`batch ${50 * 2 ** place}`, model])));
const steps = [0, 1, 2, 3];
const falling = sizes(
  steps.map((step) => ({ train: 0.99 - 0.02 * step, test: 0.72 - 0.02 * step, hfc: 0.3 - 0.03 * step })),
);
const level = sizes(steps.map(() => ({})));
const unfitted = sizes(
  steps.map((step) => ({ train: 0.85 - 0.05 * step, test: 0.6, hfc: 0.3 - 0.03 * step })),
);

testClaim('C12', batchSizeClaims, {
  holds: {
    'both fall with the size': falling,
    'though the large ones are not fitted': sizes(
      steps.map((step) => ({ train: 0.9 - 0.1 * step, test: 0.7 - 0.1 * step })),
    ),
  },
  fails: {
    'accuracy on unseen images rises': sizes(
      steps.map((step) => ({ train: 0.98 - 0.02 * step, test: 0.6 + 0.02 * step })),
    ),
  },
  undecided: { 'it stays': level },
});

// At a training accuracy of .9 the test accuracy lies on the line from (.3, .25) to the last epoch's.
testClaim('C13', batchSizeClaims, {
  holds: {
    'the gap at equal training accuracy falls': sizes(steps.map((step) => ({ test: 0.6 + 0.05 * step }))),
  },
  fails: {
    'it rises': sizes(steps.map((step) => ({ test: 0.75 - 0.05 * step }))),
    'it rises at equal training accuracy, though it falls at the end': sizes(
      steps.map((step) => ({ train: 1 - 0.033 * step, test: 0.72 - 0.03 * step })),
    ),
  },
  undecided: { 'it stays': level, 'not fitted': unfitted },
});

testClaim('C14', batchSizeClaims, {
  holds: { 'HFC falls at each r': falling },
  fails: {
    'it rises at one r': sizes(
      steps.map((step) => ({
        hfc: [0.3 - 0.03 * step, 0.2 - 0.02 * step, 0.2 + 0.02 * step, 0.2 - 0.02 * step],
      })),
    ),
  },
  undecided: { 'it stays': level, 'not fitted': unfitted },
});

const networks = (models: Readonly<Record<string, Model>> = {}) =>
  studyOf({
    ...{ lenet: { test: 0.6, hfc: 0.3 }, alexnet: { test: 0.65, hfc: 0.3 }, vgg: { test: 0.7, hfc: 0.25 } },
    resnet: { test: 0.8, hfc: 0.2 },
    ...models,
  });
const architectures = (results: StudyResults) => [architectureClaim(results)];

testClaim('C19', architectures, {
  holds: { 'ResNet beats each in all three': networks() },
  fails: {
    'VGG is more accurate': networks({ vgg: { test: 0.85, hfc: 0.25 } }),
    'LeNet has less of HFC': networks({ lenet: { test: 0.6, hfc: 0.1 } }),
    'AlexNet has the smaller gap': networks({
      alexnet: { train: 0.91, test: 0.78, hfc: 0.3 },
      resnet: { train: 1, test: 0.8 },
    }),
  },
  undecided: {
    'VGG has as much of HFC': networks({ vgg: { test: 0.7, hfc: 0.2 } }),
    'LeNet is not fitted': networks({ lenet: { train: 0.8, test: 0.5, hfc: 0.3 } }),
  },
});

const optimizers = (models: Readonly<Record<string, Model>> = {}) =>
  studyOf({
    ...{ sgd: { hfc: 0.35 }, adam: {}, adagrad: {}, adadelta: {}, rmsprop: {} },
    ...models,
  });
const c20 = (results: StudyResults) => [optimizerClaim(results)];

testClaim('C20', c20, {
  holds: {
    'SGD has more of HFC than each': optimizers(),
    'on the average of the two smaller radii': optimizers({ adam: { hfc: [0.4, 0.1, 0.9, 0.9] } }),
  },
  fails: { 'Adam has more': optimizers({ adam: { hfc: 0.4 } }) },
  undecided: {
    'Adam has as much': optimizers({ adam: { hfc: 0.35 } }),
    'SGD is not fitted': optimizers({ sgd: { train: 0.8, hfc: 0.35 } }),
  },
});

/** Mean training accuracies over the epochs, without and with batch norm, by radius. */
function learning(gains: readonly number[], { plain = 0.4, n = 10_000 } = {}): MadeUpStudy {
  const curve = (mean: number) => ({ 1: mean - 0.1, 2: mean, 3: mean + 0.1 });
  const of = (mean: number): MadeUpRun => ({
    ...{ at: { 'running.x': curve(mean), 'train.x': 0.5 }, images: { ...images, running: n } },
    config: { epochs: 3 },
  });
  return {
    settings: Object.fromEntries(
      gains.flatMap((gain, place) => [
        [`plain-${radii[place]}`, of(plain)],
        [`batch-norm-${radii[place]}`, of(plain + gain)],
      ]),
    ),
    radii: radii.slice(0, gains.length),
  };
}
const c21 = (results: StudyResults) => [batchNormClaim(results)];

testClaim('C21', c21, {
  holds: { 'it gains the less the smaller r is': learning([0.05, 0.1, 0.15, 0.2]) },
  fails: {
    'it gains most at the smallest': learning([0.2, 0.15, 0.1, 0.05]),
    'it gains less at one larger r': learning([0.1, 0.05, 0.2, 0.3]),
  },
  undecided: {
    'it gains as much everywhere': learning([0.1, 0.1, 0.1, 0.1]),
    'too few images to tell': learning([0.1, 0.11, 0.12, 0.13], { n: 100 }),
    'there is one radius': learning([0.1]),
  },
});

it('C13 says at which training accuracy', () => {
  expect(claimOf(batchSizeClaims, 'C13', unfitted).rule).toContain('At a training accuracy of 0.70');
  expect(claimOf(batchSizeClaims, 'C13', falling).rule).toContain('At a training accuracy of 0.90');
});
