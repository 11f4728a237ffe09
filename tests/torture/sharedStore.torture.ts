import { expect, test } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { shareStore } from '../cli/study/sharedStore.ts';
import { ownFolder } from './support/processes.ts';
import { tally } from './support/tally.ts';

const ROUNDS = 5;

test('eight processes at one store, three of them killed, leave what one does', async () => {
  const random = seededRandom('eight at a store');
  for (let round = 0; round < ROUNDS; round++) {
    await shareStore({ folder: ownFolder(), processes: 8, kills: 3, runs: 12, random });
  }
  tally('sharedStore', { rounds: ROUNDS, processes: 8, killed: 3 * ROUNDS, runs: 12 * ROUNDS });
  expect.hasAssertions();
});
