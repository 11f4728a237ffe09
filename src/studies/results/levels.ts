import { largest } from '../../statistics/extremes.ts';
import { eachSeed } from './estimates.ts';
import type { Setting } from './runResult.ts';
import { epochsTo, learnedRows } from './samples.ts';
import type { StudyResults } from './studyResults.ts';

/** The highest training accuracy that all runs of some settings reach at a measured epoch, at most that of a fitted run. */
export function reachedLevel(
  { fittedAt }: Pick<StudyResults, 'fittedAt'>,
  settings: readonly Setting[],
): number {
  const best = settings.flatMap((setting) =>
    eachSeed(setting, (result) => {
      const training = learnedRows(result);
      return {
        accuracy: largest(
          training.map(({ accuracy }) => accuracy),
          0,
        ),
      };
    }),
  );
  return best.reduce((least, { accuracy }) => Math.min(least, accuracy), fittedAt);
}

/** The epochs that each seed of a setting took to a training accuracy, of those that reached it. */
export function epochsToLevel(setting: Setting, level: number): { epochs: number; seed: number }[] {
  return eachSeed(setting, (result) => {
    const epochs = epochsTo(result, level);
    return epochs === undefined ? undefined : { epochs };
  });
}
