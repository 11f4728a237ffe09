import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecord } from '#passband/files/readRecord.ts';
import { studyKind, studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import { writeTinyFile } from '../cli/tinyFile.ts';
import { done, ownFolder, startCommand } from './support/processes.ts';
import { tally } from './support/tally.ts';

const SEEDS = 2;

/** What `passband study components` says of C1 on planted images whose grating is right so often. */
async function firstClaim(lowReliability: number, highReliability: number) {
  const folder = ownFolder();
  writeTinyFile(join(folder, 'planted.npz'), {
    ...{ count: 2000, testCount: 1000, amplitude: 0.06, lowReliability, highReliability },
  });
  const base = '--network six-conv --batch-norm --epochs 12 --learning-rate 0.002 --seeds'.split(' ');
  const words = ['study', 'components', '--dataset', 'planted.npz', ...base, String(SEEDS), '--quiet'];
  await done(startCommand(words, folder));
  const study = join(folder, 'studies', 'components-planted.npz-laptop');
  const { claims } = (await readRecord(study, 'study.json', studyRecordSchema, studyKind))!;
  return claims.find(({ id }) => id === 'C1')!;
}

test('C1 holds where the grating names the class better than the silhouette, and not where it says nothing', async () => {
  // A run must fit its training images to decide a claim, so one part of an image names its class each time.
  const [named, silent] = [await firstClaim(0.7, 0.95), await firstClaim(0.95, 0)];
  expect([named.verdict, named.reason]).toEqual(['holds', null]);
  // As many by chance as with the HFC of another image: no difference to be found.
  expect([silent.verdict, silent.reason]).toEqual(['undecided', null]);
  tally('plantedClaims', { named: named.numbers[0].text, silent: silent.numbers[0].text });
});
