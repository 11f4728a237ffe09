import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { difference, trend } from '../results/differences.ts';
import { samplesOf } from '../results/estimates.ts';
import { quantityOf } from '../results/quantities.ts';
import type { Setting } from '../results/runResult.ts';
import { type Sample, valueAtTraining } from '../results/samples.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check } from './checks.ts';
import { claim } from './claim.ts';

const orderOf = (values: readonly (readonly Sample[])[]) =>
  values.length > 1 && values.every(({ length }) => length > 0) ? trend(values) : undefined;

/** C12 to C14, of settings in the order of their batch size, the smallest first. */
export function batchSizeClaims(results: StudyResults): StudyClaim[] {
  const { settings, radii } = results;
  const names = settings.map(({ name }) => name);
  const ends = (quantity: string) => orderOf(settings.map((setting) => samplesOf(setting, quantity)));
  const level = lowestTraining(settings, results.fittedAt);
  const gaps = settings.map((setting) => atTraining(setting, 'gap', level));
  return [
    claim(results, 'C12', {
      rule: 'At equal epochs, accuracy on training and on unseen images falls with the batch size (trend over the sizes).',
      checks: [
        below('training accuracy, trend per size', ends('train.x')),
        below('unseen accuracy, trend per size', ends('unseen.x')),
      ],
      reason: incomplete(settings),
    }),
    claim(results, 'C13', {
      rule: `At a training accuracy of ${level.toFixed(2)} the gap falls with the batch size (trend over the sizes).`,
      checks: [below('gap, trend per size', orderOf(gaps))],
      settings: names,
    }),
    claim(results, 'C14', {
      rule: 'At the end, accuracy on HFC of unseen images falls with the batch size at each radius (trend over the sizes).',
      checks: radii.map((radius) =>
        below(`HFC, r = ${radius}, trend per size`, ends(`unseen.hfc@${radius}`)),
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

/** The mean of the accuracy on HFC over radii, seed by seed; its error as if they were independent and so rather too small a number of images. */
function meanOver(setting: Setting, radii: readonly number[]): Sample[] {
  const all = radii.map((radius) => samplesOf(setting, `unseen.hfc@${radius}`));
  const seeds = all.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  return Array.from({ length: Number.isFinite(seeds) ? seeds : 0 }, (_, seed) => {
    const values = all.map((samples) => samples[seed]);
    return {
      value: values.reduce((sum, { value }) => sum + value, 0) / values.length,
      // The radii are asked of the same images.
      n: values[0].n,
      images: values[0].images,
    };
  });
}

/** C21, of settings `plain-R` and `batch-norm-R` on LFC alone: the mean training accuracy over the epochs says how fast they learn. */
export function batchNormClaim(results: StudyResults): StudyClaim {
  const { radii } = results;
  const gains = radii.map((radius) => {
    const [plain, normed] = [`plain-${radius}`, `batch-norm-${radius}`].map((name) =>
      meanTraining(settingOf(results, name)),
    );
    return normed.flatMap((value, seed) =>
      plain[seed] === undefined ? [] : [{ value: value - plain[seed], n: null, error: 0, images: null }],
    );
  });
  const names = radii.flatMap((radius) => [`plain-${radius}`, `batch-norm-${radius}`]);
  const checks: Check[] = [above('gain, trend per radius', orderOf(gains))];
  for (const [place, radius] of radii.entries()) {
    if (place === 0) continue;
    checks.push(above(`gain at r = ${radius} − at r = ${radii[0]}`, difference(gains[place], gains[0])));
  }
  return claim(results, 'C21', {
    rule: 'Mean training accuracy over the epochs, with − without batch norm: it rises with r (trend over the radii), and is smallest at the smallest.',
    checks,
    reason: incomplete(names.map((name) => settingOf(results, name))),
  });
}

function meanTraining({ seeds }: Setting): number[] {
  return seeds.flatMap(({ result }) => {
    const rows = result?.rows.filter(({ split }) => split === 'running') ?? [];
    return rows.length === 0 ? [] : [rows.reduce((sum, { accuracy }) => sum + accuracy, 0) / rows.length];
  });
}

function incomplete(settings: readonly Setting[]): string | undefined {
  const open = settings.find(({ seeds }) => seeds.some(({ state }) => state !== 'complete'));
  return open && `${open.name} is not complete`;
}

/** The highest training accuracy that all settings reach, at most that of a fitted run. */
function lowestTraining(settings: readonly Setting[], fittedAt: number): number {
  return settings
    .flatMap((setting) => samplesOf(setting, 'train.x'))
    .reduce((least, { value }) => Math.min(least, value), fittedAt);
}

function atTraining({ seeds }: Setting, quantity: string, level: number): Sample[] {
  return seeds.flatMap(
    ({ result }) => (result && valueAtTraining(quantityOf(quantity), result, level)) ?? [],
  );
}
