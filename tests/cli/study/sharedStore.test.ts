import { expect, test } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { shareStore } from './sharedStore.ts';

test('three processes at one store share its runs, also where one is killed', async () => {
  const random = seededRandom('shared store');
  await shareStore({ folder: temporaryFolder(), processes: 3, kills: 1, runs: 3, random });
  expect.hasAssertions();
});
