import type { KnownAnswer } from '../../report/run/runReport.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent, percentRange } from '../../wording/format.ts';

// Each part shows the label's class with probability 0.9 and else one of ten at random, which may be the same.
const ONE_PART = 0.9 + 0.1 / 10;
const CHANCE = 1 / 10;

/**
 * What the construction of the planted data set says about the test images, beside what was measured. The grating's
 * frequencies lie between 12 and 16 bins, so LFC at r ≤ 12 is without it and HFC at r ≥ 16 is without both parts.
 *
 * @param rows the last epoch that was measured
 */
export function plantedAnswers(rows: readonly ClassificationRow[]): KnownAnswer[] {
  const test = (component: string, radius: number | null) =>
    rows.find((row) => row.split === 'test' && row.component === component && row.radius === radius);
  const answers: KnownAnswer[] = [];
  const add = (row: ClassificationRow | undefined, question: string, most: number, least = 0) => {
    if (!row) return;
    const interval = wilsonInterval(row.correct, row.n);
    const expected = least === most ? `${percent(most)}, which is chance` : `at most ${percent(most)}`;
    answers.push({
      question,
      expected,
      measured: `${percent(row.accuracy)} (${percentRange(interval)})`,
      agrees: interval.low <= most && interval.high >= least,
    });
  };
  add(test('x', null), 'Accuracy on x, where both parts are seen and each is right on 91%', ONE_PART);
  add(test('lfc', 12), 'Accuracy on LFC, r = 12, where only the silhouette is left', ONE_PART);
  add(test('hfc', 12), 'Accuracy on HFC, r = 12, where only the grating is left', ONE_PART);
  add(test('hfc', 16), 'Accuracy on HFC, r = 16, where neither is left', CHANCE, CHANCE);
  return answers;
}
