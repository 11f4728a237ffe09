import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { euclidean } from '../../statistics/euclidean.ts';
import { bySeed, difference, trend } from '../results/differences.ts';
import { eachSeed, samplesOf } from '../results/estimates.ts';
import { reachedLevel } from '../results/levels.ts';
import { quantityOf } from '../results/quantities.ts';
import type { Setting } from '../results/runResult.ts';
import { type Sample, sampleOf, standardError, valueAtTraining } from '../results/samples.ts';
import { incompleteReason, type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check } from './checks.ts';
import { claim } from './claim.ts';

/** C12 to C14, of settings in the order of their batch size, the smallest first. */
export function batchSizeClaims(results: StudyResults): StudyClaim[] {
  const { settings, radii } = results;
  const names = settings.map(({ name }) => name);
  const ends = (quantity: string) => trend(settings.map((setting) => samplesOf(setting, quantity)));
  const level = reachedLevel(results, settings);
  const gaps = settings.map((setting) => atTraining(setting, 'gap', level));
  return [
    claim(results, 'C12', {
      rule: 'At equal epochs, accuracy on training and on unseen images falls with the batch size (trend over the sizes).',
      checks: [
        below('training accuracy: trend per step of the batch size', ends('train.x')),
        below('unseen accuracy: trend per step of the batch size', ends('unseen.x')),
      ],
      reason: incompleteReason(settings),
    }),
    claim(results, 'C13', {
      rule: `At a training accuracy of ${level.toFixed(2)} the gap falls with the batch size (trend over the sizes).`,
      checks: [below('gap: trend per step of the batch size', trend(gaps))],
      settings: names,
    }),
    claim(results, 'C14', {
      rule: 'At the end, accuracy on HFC of unseen images falls with the batch size at each radius (trend over the sizes).',
      checks: radii.map((radius) =>
        below(`HFC, r = ${radius}: trend per step of the batch size`, ends(`unseen.hfc@${radius}`)),
      ),
      settings: names,
    }),
  ];
}

/** C19: `resnet` beside the other architectures. */
export function architectureClaim(results: StudyResults): StudyClaim {
  const others = results.settings.filter(({ name }) => name !== 'resnet');
  const versus = (setting: Setting, quantity: string) =>
    difference(samplesOf(settingOf(results, 'resnet'), quantity), samplesOf(setting, quantity));
  return claim(results, 'C19', {
    rule: 'Beside each other network: accuracy on unseen images above, gap below, and accuracy on HFC of unseen images below at each radius.',
    checks: others.flatMap((setting) => [
      above(`x: resnet − ${setting.name}`, versus(setting, 'unseen.x')),
      below(`gap: resnet − ${setting.name}`, versus(setting, 'gap')),
      ...results.radii.map((radius) =>
        below(`HFC, r = ${radius}: resnet − ${setting.name}`, versus(setting, `unseen.hfc@${radius}`)),
      ),
    ]),
    settings: results.settings.map(({ name }) => name),
  });
}

/** C20: `sgd` beside the other optimizers. */
export function optimizerClaim(results: StudyResults): StudyClaim {
  const others = results.settings.filter(({ name }) => name !== 'sgd');
  const [smallest, second = smallest] = results.radii;
  const radii = [...new Set([smallest, second])];
  return claim(results, 'C20', {
    rule: `Accuracy on HFC of unseen images at r = ${radii.join(' and ')} is above that of each other optimizer, on the average of the radii.`,
    checks: others.map((setting) =>
      above(
        `HFC: sgd − ${setting.name}`,
        difference(meanOver(settingOf(results, 'sgd'), radii), meanOver(setting, radii)),
      ),
    ),
    settings: results.settings.map(({ name }) => name),
  });
}

/** The mean of the accuracy on HFC over radii, seed by seed: a share of as many images as each radius is asked of, which are the same. */
function meanOver(setting: Setting, radii: readonly number[]): Sample[] {
  const quantities = radii.map((radius) => quantityOf(`unseen.hfc@${radius}`));
  return eachSeed(setting, (result) => {
    const values = quantities.flatMap((quantity) => sampleOf(quantity, result) ?? []);
    if (values.length < quantities.length) return undefined;
    const [{ n, images }] = values;
    return { value: values.reduce((sum, { value }) => sum + value, 0) / values.length, n, images };
  });
}

/** C21, of settings `plain-R` and `batch-norm-R` on LFC alone: the mean training accuracy over the epochs says how fast they learn. */
export function batchNormClaim(results: StudyResults): StudyClaim {
  const { radii } = results;
  const gains = radii.map((radius) => {
    const [plain, normed] = [`plain-${radius}`, `batch-norm-${radius}`].map((name) =>
      meanTraining(settingOf(results, name)),
    );
    return bySeed(normed, plain).map(
      ([one, other]): Sample => ({
        value: one.value - other.value,
        n: null,
        error: Math.hypot(one.error, other.error),
        images: null,
        seed: one.seed,
      }),
    );
  });
  const names = radii.flatMap((radius) => [`plain-${radius}`, `batch-norm-${radius}`]);
  const checks: Check[] = [above('gain: trend per step of r', trend(gains))];
  for (const [place, radius] of radii.entries()) {
    if (place === 0) continue;
    checks.push(above(`gain at r = ${radius} − at r = ${radii[0]}`, difference(gains[place], gains[0])));
  }
  return claim(results, 'C21', {
    rule: 'Mean training accuracy over the epochs, with − without batch norm: it rises with r (trend over the radii), and is smallest at the smallest.',
    checks,
    reason: incompleteReason(names.map((name) => settingOf(results, name))),
  });
}

/** The mean over the epochs, with its error from the images of each. */
function meanTraining(setting: Setting) {
  return eachSeed(setting, ({ rows }) => {
    const running = rows.filter(({ split }) => split === 'running');
    if (running.length === 0) return undefined;
    const errors = running.map(({ accuracy, n }) => standardError({ value: accuracy, n }));
    return {
      value: running.reduce((sum, { accuracy }) => sum + accuracy, 0) / running.length,
      error: euclidean(errors) / running.length,
    };
  });
}

function atTraining(setting: Setting, quantity: string, level: number): Sample[] {
  return eachSeed(setting, (result) => valueAtTraining(quantityOf(quantity), result, level));
}
