import { test } from 'vitest';
import { expectToldApart } from '../training/toldApart.ts';
import { tally } from './support/tally.ts';

const SEEDS = 5;

test('reliance on HFC rises with the reliability of the grating, with every seed', async () => {
  for (let seed = 0; seed < SEEDS; seed++)
    await expectToldApart(seed, { images: 2000, epochs: 5, amplitude: 0.03 });
  tally('planted networks told apart', { seeds: SEEDS, failed: 0 });
});
