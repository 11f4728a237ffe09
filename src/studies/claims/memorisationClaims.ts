import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { euclidean } from '../../statistics/euclidean.ts';
import { Z95 } from '../../statistics/wilsonInterval.ts';
import { type Difference, difference, ENOUGH_SEEDS, overSeeds } from '../results/differences.ts';
import { samplesOf } from '../results/estimates.ts';
import { quantityOf } from '../results/quantities.ts';
import type { RunResult, Setting } from '../results/runResult.ts';
import { epochsTo, sampleOf, standardError, valueAtTraining } from '../results/samples.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check, numberText } from './checks.ts';
import { claim } from './claim.ts';

/** Updates that one full epoch of the paper has: 50,000 images in batches of 100. */
const PAPER_EPOCH = 500;

/** A training accuracy at which little has been learned says nothing of how long learning takes. */
const LEAST_LEVEL = 0.5;

const share = (value: number) => numberText(value, 'share');

/** C3 to C7: natural labels beside shuffled ones. */
export function memorisationClaims(results: StudyResults): StudyClaim[] {
  const natural = settingOf(results, 'natural');
  const shuffled = settingOf(results, 'shuffled');
  const low = results.radii.slice(0, 2);
  const [smallest, second = smallest] = low;
  const level = commonLevel(results, [natural, shuffled]);
  const chance = 1 / results.classes;
  const atLevel = (setting: Setting, radius: number) =>
    resultsOf(setting).flatMap(
      (result) => valueAtTraining(quantityOf(`train.lfc@${radius}`), result, level) ?? [],
    );
  const shuffledLow = samplesOf(shuffled, `train.lfc@${smallest}`);
  const constant = (value: number) => [{ value, n: null, error: 0, images: null }];
  return [
    claim(results, 'C3', {
      rule: `Epochs to a training accuracy of ${level.toFixed(2)}, the highest that both have up to ${results.fittedAt}: the shuffled model's ÷ the natural one's is above 1.5.`,
      checks: [epochRatio(natural, shuffled, results.fittedAt, level)],
      reason: unfinished([natural, shuffled]),
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
          shuffledLow.length > 0
            ? difference(
                shuffledLow,
                shuffledLow.map(() => constant(chance)[0]),
              )
            : undefined,
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

const resultsOf = ({ seeds }: Setting): RunResult[] => seeds.flatMap(({ result }) => result ?? []);

function unfinished(settings: readonly Setting[]): string | undefined {
  const open = settings.find(({ seeds }) => seeds.some(({ state }) => state !== 'complete'));
  return open && `${open.name} is not complete`;
}

/** The highest training accuracy that all runs reach, at most that of a fitted run. */
function commonLevel({ fittedAt }: StudyResults, settings: readonly Setting[]): number {
  let level = fittedAt;
  for (const { rows } of settings.flatMap(resultsOf)) {
    let best = 0;
    for (const row of rows) {
      if (row.split === 'train' && row.component === 'x') best = Math.max(best, row.accuracy);
    }
    level = Math.min(level, best);
  }
  return level;
}

function epochRatio(natural: Setting, shuffled: Setting, fittedAt: number, level: number): Check {
  const name = 'epochs, shuffled ÷ natural';
  const pairs = resultsOf(natural).flatMap((one, seed) => {
    const other = resultsOf(shuffled)[seed];
    const [own, others] = [epochsTo(one, level), other && epochsTo(other, level)];
    return own === undefined || others === undefined ? [] : [{ own, others }];
  });
  if (pairs.length === 0) return { verdict: 'undecided', name, text: 'not known' };
  const ratios = pairs.map(({ own, others }) => others / own);
  // Where the shuffled model never gets as far as a fitted one, its last epoch is a lower bound.
  const unreached = resultsOf(shuffled).filter((each) => epochsTo(each, fittedAt) === undefined).length;
  const bounded = unreached > 0 ? `; the shuffled model never reached ${fittedAt}` : '';
  const found = overSeeds(ratios);
  if (level < LEAST_LEVEL)
    return { verdict: 'undecided', name, text: `only ${level.toFixed(2)} was reached by both` };
  const text = pairs.map(({ own, others }) => `${others.toFixed(1)} ÷ ${own.toFixed(1)}`).join(', ');
  const mean = `${text} = ${found.value.toFixed(2)}${bounded}`;
  if (ratios.length >= ENOUGH_SEEDS) return { ...above(name, found, { margin: 1.5, unit: 'number' }), name };
  return { verdict: found.value > 1.5 ? 'holds' : 'does not hold', name, text: mean };
}

function afterPaperEpoch(natural: Setting, radius: number): Check {
  const samples = resultsOf(natural).flatMap((result) => {
    const { config, dataset } = result.record!;
    const batches = Math.max(1, Math.floor(dataset.learnedCount / config.batchSize));
    const wanted = Math.ceil(PAPER_EPOCH / batches);
    const measured = result.rows
      .filter(({ split, epoch }) => split === 'train' && epoch >= wanted)
      .reduce((least, { epoch }) => Math.min(least, epoch), Number.POSITIVE_INFINITY);
    const sample = sampleOf(quantityOf(`train.lfc@${radius}`), result, measured);
    return sample ? [{ ...sample, epoch: measured }] : [];
  });
  const where = samples.length > 0 ? ` after epoch ${samples[0].epoch}` : '';
  return above(
    `LFC, r = ${radius}${where} − 30%`,
    difference(
      samples,
      samples.map(() => ({ value: 0.3, n: null, error: 0, images: null })),
    ),
  );
}

function firstAndLast(result: RunResult): [number, number] {
  const epochs = result.rows.filter(({ split }) => split === 'train').map(({ epoch }) => epoch);
  return [
    epochs.reduce((least, epoch) => Math.min(least, epoch), Number.POSITIVE_INFINITY),
    epochs.reduce((most, epoch) => Math.max(most, epoch), 0),
  ];
}

function change(setting: Setting, quantity: string): Difference | undefined {
  const pairs = resultsOf(setting).flatMap((result) => {
    const [first, last] = firstAndLast(result).map((epoch) => sampleOf(quantityOf(quantity), result, epoch));
    return first && last ? [{ first, last }] : [];
  });
  return difference(
    pairs.map(({ last }) => last),
    pairs.map(({ first }) => first),
  );
}

/** How the ratio of LFC to x changes: the ratio's error by propagation of the two. */
function relativeChange(setting: Setting, radius: number): Difference | undefined {
  const changes = resultsOf(setting).flatMap((result) => {
    const ratios = firstAndLast(result).map((epoch) => {
      const low = sampleOf(quantityOf(`train.lfc@${radius}`), result, epoch);
      const x = sampleOf(quantityOf('train.x'), result, epoch);
      if (!low || !x || low.value === 0 || x.value === 0) return undefined;
      const value = low.value / x.value;
      return { value, error: value * Math.hypot(standardError(low) / low.value, standardError(x) / x.value) };
    });
    const [first, last] = ratios;
    return first && last
      ? [{ value: last.value - first.value, error: Math.hypot(first.error, last.error) }]
      : [];
  });
  if (changes.length === 0) return undefined;
  if (changes.length >= ENOUGH_SEEDS) return overSeeds(changes.map(({ value }) => value));
  const value = changes.reduce((sum, each) => sum + each.value, 0) / changes.length;
  const error = euclidean(changes.map((each) => each.error)) / changes.length;
  return { value, low: value - Z95 * error, high: value + Z95 * error, by: 'two samples' };
}
