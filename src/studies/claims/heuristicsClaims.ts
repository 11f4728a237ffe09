import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { euclidean } from '../../statistics/euclidean.ts';
import { bySeed, difference, ENOUGH_SEEDS, overSeeds } from '../results/differences.ts';
import { samplesOf } from '../results/estimates.ts';
import { epochsToLevel, reachedLevel } from '../results/levels.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check, within } from './checks.ts';
import { claim } from './claim.ts';

/** C15 to C18: each heuristic beside the vanilla set-up. */
export function heuristicsClaims(results: StudyResults): StudyClaim[] {
  const { radii } = results;
  const versus = (name: string, quantity: string) =>
    difference(
      samplesOf(settingOf(results, name), quantity),
      samplesOf(settingOf(results, 'vanilla'), quantity),
    );
  const each = (component: 'lfc' | 'hfc') => radii.map((radius) => `unseen.${component}@${radius}`);
  const title = (quantity: string) => {
    const [component, radius] = quantity.replace('unseen.', '').split('@');
    return `${component.toUpperCase()}, r = ${radius}`;
  };
  const [smallest] = radii;
  const third = radii[Math.min(2, radii.length - 1)];
  return [
    claim(results, 'C15', {
      rule: 'At the end, on unseen images, accuracy on LFC and HFC at each radius is within 5 points of vanilla.',
      checks: [...each('lfc'), ...each('hfc')].map((quantity) =>
        within(`${title(quantity)}: dropout − vanilla`, versus('dropout', quantity), 0.05),
      ),
      settings: ['vanilla', 'dropout'],
    }),
    claim(results, 'C16', {
      rule: 'At the end, on unseen images, accuracy on HFC at each radius is above vanilla’s, and accuracy on x is within 3 points.',
      checks: [
        ...each('hfc').map((quantity) =>
          above(`${title(quantity)}: mixup − vanilla`, versus('mixup', quantity)),
        ),
        within('x: mixup − vanilla', versus('mixup', 'unseen.x'), 0.03),
      ],
      settings: ['vanilla', 'mixup'],
    }),
    claim(results, 'C17', {
      rule: 'At the end, on unseen images, accuracy on LFC and HFC at each radius is above vanilla’s, by more at the two smaller radii than at the two larger ones; and a training accuracy is reached in fewer epochs.',
      checks: [
        ...[...each('lfc'), ...each('hfc')].map((quantity) =>
          above(`${title(quantity)}: batch norm − vanilla`, versus('batch-norm', quantity)),
        ),
        mostAtSmall(radii, versus),
        fewerEpochs(results),
      ],
      settings: ['vanilla', 'batch-norm'],
    }),
    claim(results, 'C18', {
      rule: `On unseen images at the end: accuracy and gap below vanilla’s; LFC at r = ${third} within 3 points of x; HFC at r = ${smallest} above vanilla’s.`,
      checks: [
        below('x: adversarial − vanilla', versus('adversarial', 'unseen.x')),
        below('gap: adversarial − vanilla', versus('adversarial', 'gap')),
        within(
          `LFC, r = ${third} − x, of the adversarial model`,
          difference(
            samplesOf(settingOf(results, 'adversarial'), `unseen.lfc@${third}`),
            samplesOf(settingOf(results, 'adversarial'), 'unseen.x'),
          ),
          0.03,
        ),
        above(`HFC, r = ${smallest}: adversarial − vanilla`, versus('adversarial', `unseen.hfc@${smallest}`)),
      ],
      settings: ['vanilla', 'adversarial'],
    }),
  ];
}

function mostAtSmall(
  radii: readonly number[],
  versus: (name: string, quantity: string) => ReturnType<typeof difference>,
): Check {
  const name = 'advantage of batch norm at the smaller radii − at the larger';
  const half = Math.floor(radii.length / 2);
  const mean = (some: readonly number[]) => {
    const found = some.flatMap((radius) =>
      ['lfc', 'hfc'].flatMap((component) => versus('batch-norm', `unseen.${component}@${radius}`) ?? []),
    );
    if (found.length === 0) return undefined;
    const halves = found.map(({ low, high }) =>
      low === null || high === null ? Number.NaN : (high - low) / 2,
    );
    return {
      value: found.reduce((sum, { value }) => sum + value, 0) / found.length,
      half: euclidean(halves) / found.length,
    };
  };
  const [small, large] = [mean(radii.slice(0, half)), mean(radii.slice(-half))];
  if (half === 0 || !small || !large) return { verdict: 'undecided', name, text: 'not known' };
  const value = small.value - large.value;
  const reach = Math.hypot(small.half, large.half);
  if (!Number.isFinite(reach)) return { verdict: 'undecided', name, text: 'not known' };
  return above(name, { value, low: value - reach, high: value + reach, by: 'two samples' });
}

function fewerEpochs(results: StudyResults): Check {
  const name = 'epochs to the same training accuracy, batch norm ÷ vanilla';
  const both = ['vanilla', 'batch-norm'].map((setting) => settingOf(results, setting));
  const level = reachedLevel(results, both);
  const [vanilla, normed] = both.map((setting) => epochsToLevel(setting, level));
  const ratios = bySeed(normed, vanilla).map(([one, other]) => one.epochs / other.epochs);
  if (ratios.length === 0) return { verdict: 'undecided', name, text: 'not known' };
  const { value } = overSeeds(ratios);
  const text = `${value.toFixed(2)}, to ${level.toFixed(2)}`;
  if (ratios.length >= ENOUGH_SEEDS) {
    const { verdict } = below(name, overSeeds(ratios), { margin: 1, unit: 'number' });
    return { verdict, name, text };
  }
  // Equally many are two runs that reach it within their first epoch, before they are measured.
  return { verdict: value < 1 ? 'holds' : value > 1 ? 'does not hold' : 'undecided', name, text };
}
