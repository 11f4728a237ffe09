import type { StudyClaim } from '../../report/study/studyRecord.ts';
import { difference, trend } from '../results/differences.ts';
import { samplesOf } from '../results/estimates.ts';
import { constantFor, type Sample, standardError } from '../results/samples.ts';
import { incompleteReason, type StudyResults, settingOf } from '../results/studyResults.ts';
import { above, below, type Check } from './checks.ts';
import { claim } from './claim.ts';

/** C8 to C11, of settings `lfc-R` and `hfc-R` at each radius. */
export function generalisationClaims(results: StudyResults): StudyClaim[] {
  const { radii, classes, isFullScale } = results;
  const names = (component: string) => radii.map((radius) => `${component}-${radius}`);
  const unseen = (name: string) => samplesOf(settingOf(results, name), 'unseen.x');
  const [low, high] = [names('lfc'), names('hfc')];
  const rising = low.map(unseen);
  return [
    claim(results, 'C8', {
      rule: 'Accuracy on x of unseen images, trained on x_l: the trend over the radii is above 0.',
      checks: [above('trend per step of r', trend(rising))],
      settings: low,
    }),
    claim(results, 'C9', {
      rule: 'Accuracy on x of unseen images: trained on x_l − trained on x_h is above 20 points at each radius.',
      checks: radii.map((radius, place) =>
        above(`r = ${radius}: x_l − x_h`, difference(unseen(low[place]), unseen(high[place])), {
          margin: 0.2,
        }),
      ),
      settings: [...low, ...high],
    }),
    claim(results, 'C10', {
      rule: 'At the two larger radii, trained on x_h, accuracy on x of unseen images is above chance by less than a quarter of what x_l at the same r is.',
      checks: radii
        .slice(-2)
        .map((radius) =>
          nearChance(`r = ${radius}`, unseen(`hfc-${radius}`), unseen(`lfc-${radius}`), 1 / classes),
        ),
      settings: [...low.slice(-2), ...high.slice(-2)],
    }),
    claim(results, 'C11', {
      rule: 'Training accuracy is above .9 in each cell, at the paper’s scale.',
      checks: [...low, ...high].map((name) => {
        const samples = samplesOf(settingOf(results, name), 'trained');
        return above(`training accuracy of ${name} − .9`, difference(samples, constantFor(samples, 0.9)));
      }),
      reason: isFullScale
        ? incompleteReason(results.settings)
        : 'the paper says so of its own scale, which this is not',
    }),
  ];
}

/** Whether HFC's advantage over chance is below a quarter of LFC's: the difference of the one and a quarter of the other is below 0. */
function nearChance(name: string, high: readonly Sample[], low: readonly Sample[], chance: number): Check {
  const scaled = (samples: readonly Sample[], by: number) =>
    samples.map((sample) => ({
      value: by * (sample.value - chance),
      n: null,
      error: by * standardError(sample),
      images: null,
      seed: sample.seed,
    }));
  return below(`${name}: (x_h − chance) − ¼ (x_l − chance)`, difference(scaled(high, 1), scaled(low, 0.25)));
}
