import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { euclidean } from '../../statistics/euclidean.ts';
import { Z95 } from '../../statistics/wilsonInterval.ts';
import { batchCounts } from '../../training/batches/epochBatches.ts';
import { bySeed, type Difference, difference, ENOUGH_SEEDS, overSeeds } from '../results/differences.ts';
import { eachSeed, samplesOf } from '../results/estimates.ts';
import { epochsToLevel, reachedLevel } from '../results/levels.ts';
import { quantityOf } from '../results/quantities.ts';
import { lastEpoch, type RunResult, type Setting } from '../results/runResult.ts';
import { constantFor, sampleOf, standardError, valueAtEpoch, valueAtTraining } from '../results/samples.ts';
import { incompleteReason, type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check, numberText } from './checks.ts';
import { claim } from './claim.ts';

/** Updates that one full epoch of the paper has: 50,000 images in batches of 100. */
const PAPER_EPOCH = 500;

/** So many times the epochs are longer. */
const LONGER = 1.5;

/** A training accuracy at which little has been learned says nothing of how long learning takes. */
const LEAST_LEVEL = 0.5;

const share = (value: number) => numberText(value, 'share');

/** C3 to C7: natural labels beside shuffled ones. */
export function memorisationClaims(results: StudyResults): StudyClaim[] {
  const natural = settingOf(results, 'natural');
  const shuffled = settingOf(results, 'shuffled');
  const low = results.radii.slice(0, 2);
  const [smallest, second = smallest] = low;
  const level = reachedLevel(results, [natural, shuffled]);
  const chance = 1 / results.classes;
  const atLevel = (setting: Setting, radius: number) =>
    eachSeed(setting, (result) => valueAtTraining(quantityOf(`train.lfc@${radius}`), result, level));
  const shuffledLow = samplesOf(shuffled, `train.lfc@${smallest}`);
  return [
    claim(results, 'C3', {
      rule: `Epochs to a training accuracy of ${level.toFixed(2)}, the highest that both have up to ${results.fittedAt}: the shuffled model's ÷ the natural one's is above ${LONGER}. A shuffled model that never has ${results.fittedAt} takes more than all of its epochs.`,
      checks: [epochRatio(results, natural, shuffled, level)],
      reason: incompleteReason([natural, shuffled]),
    }),
    claim(results, 'C4', {
      rule: `Training accuracy on LFC at r = ${low.join(' and ')} where the training accuracy on x is ${level.toFixed(2)}: natural − shuffled is above 0.`,
      checks: low.map((radius) =>
        above(
          `LFC, r = ${radius}: natural − shuffled`,
          difference(atLevel(natural, radius), atLevel(shuffled, radius)),
        ),
      ),
      settings: ['natural', 'shuffled'],
    }),
    claim(results, 'C5', {
      rule: `The shuffled model's training accuracy on LFC at r = ${smallest}, at the end, is below chance + 10 points.`,
      checks: [
        below(
          `LFC, r = ${smallest} − chance (${share(chance)})`,
          difference(shuffledLow, constantFor(shuffledLow, chance)),
          { margin: 0.1 },
        ),
      ],
      settings: ['shuffled'],
    }),
    claim(results, 'C6', {
      rule: `The natural model's training accuracy on LFC at r = ${smallest}, after as many updates as one full epoch of the paper has (${PAPER_EPOCH}), is above 30%.`,
      checks: [afterPaperEpoch(natural, smallest)],
      settings: ['natural'],
    }),
    claim(results, 'C7', {
      rule: `From the first to the last epoch, on training images: accuracy on LFC at r = ${second} ÷ accuracy on x falls, and accuracy on HFC at r = ${second} rises.`,
      checks: [
        below(`LFC, r = ${second} ÷ x: last − first epoch`, relativeChange(natural, second), {
          unit: 'number',
        }),
        above(`HFC, r = ${second}: last − first epoch`, change(natural, `train.hfc@${second}`)),
      ],
      settings: ['natural'],
    }),
  ];
}

/**
 * How many times the epochs of the natural model the shuffled one takes: to a fit, or more than all of its epochs where it never fits;
 * else to the level that both reach.
 */
function epochRatio(results: StudyResults, natural: Setting, shuffled: Setting, level: number): Check {
  const name = 'epochs, shuffled ÷ natural';
  const { fittedAt } = results;
  const fitted = epochsToLevel(natural, fittedAt);
  const isUnreached = epochsToLevel(shuffled, fittedAt).length === 0;
  const all = eachSeed(shuffled, (result) => ({ epochs: lastEpoch(result) }));
  const bounds = isUnreached ? bySeed(all, fitted) : [];
  if (bounds.length > 0 && bounds.every(([{ epochs }, own]) => epochs / own.epochs > LONGER)) {
    const text = bounds.map(([{ epochs }, own]) => `${epochs} ÷ ${own.epochs.toFixed(1)}`).join(', ');
    return { verdict: 'holds', name, text: `above ${text}; the shuffled model never reached ${fittedAt}` };
  }
  const pairs = bySeed(epochsToLevel(shuffled, level), epochsToLevel(natural, level));
  if (pairs.length === 0) return { verdict: 'undecided', name, text: 'not known' };
  if (level < LEAST_LEVEL) {
    return { verdict: 'undecided', name, text: `only ${level.toFixed(2)} was reached by both` };
  }
  const found = overSeeds(pairs.map(([one, own]) => one.epochs / own.epochs));
  const each = pairs.map(([one, own]) => `${one.epochs.toFixed(1)} ÷ ${own.epochs.toFixed(1)}`).join(', ');
  const text = `${each} = ${found.value.toFixed(2)}`;
  if (pairs.length >= ENOUGH_SEEDS)
    return { ...above(name, found, { margin: LONGER, unit: 'number' }), text };
  return { verdict: found.value > LONGER ? 'holds' : 'does not hold', name, text };
}

function afterPaperEpoch(natural: Setting, radius: number): Check {
  const samples = eachSeed(natural, (result) => {
    if (result.record === null) return undefined;
    const { config, dataset } = result.record;
    const { batches } = batchCounts(dataset.learnedCount, config.batchSize);
    const epoch = Math.max(1, PAPER_EPOCH / batches);
    const sample = valueAtEpoch(quantityOf(`train.lfc@${radius}`), result, epoch);
    return sample && { ...sample, epoch };
  });
  const where = samples.length > 0 ? ` after epoch ${Number(samples[0].epoch.toFixed(1))}` : '';
  return above(`LFC, r = ${radius}${where} − 30%`, difference(samples, constantFor(samples, 0.3)));
}

function firstAndLast(result: RunResult): [number, number] {
  const epochs = result.rows.filter(({ split }) => split === 'train').map(({ epoch }) => epoch);
  return [
    epochs.reduce((least, epoch) => Math.min(least, epoch), Number.POSITIVE_INFINITY),
    epochs.reduce((most, epoch) => Math.max(most, epoch), 0),
  ];
}

function change(setting: Setting, quantity: string): Difference | undefined {
  const [firsts, lasts] = [0, 1].map((place) =>
    eachSeed(setting, (result) => sampleOf(quantityOf(quantity), result, firstAndLast(result)[place])),
  );
  return difference(lasts, firsts);
}

/** How the ratio of LFC to x changes: the ratio's error by propagation of the two. */
function relativeChange(setting: Setting, radius: number): Difference | undefined {
  const changes = eachSeed(setting, (result) => {
    const ratios = firstAndLast(result).map((epoch) => {
      const low = sampleOf(quantityOf(`train.lfc@${radius}`), result, epoch);
      const x = sampleOf(quantityOf('train.x'), result, epoch);
      if (!low || !x || low.value === 0 || x.value === 0) return undefined;
      const value = low.value / x.value;
      return { value, error: value * Math.hypot(standardError(low) / low.value, standardError(x) / x.value) };
    });
    const [first, last] = ratios;
    return first && last && { value: last.value - first.value, error: Math.hypot(first.error, last.error) };
  });
  if (changes.length === 0) return undefined;
  if (changes.length >= ENOUGH_SEEDS) return overSeeds(changes.map(({ value }) => value));
  const value = changes.reduce((sum, each) => sum + each.value, 0) / changes.length;
  const error = euclidean(changes.map((each) => each.error)) / changes.length;
  return { value, low: value - Z95 * error, high: value + Z95 * error, by: 'two samples' };
}
