import { describe, it } from 'vitest';
import { type NetworkName, networks } from '#passband/networks/architectures/buildNetwork.ts';
import { expectStep } from '../networks/architectures/expectStep.ts';
import { tally } from './support/tally.ts';

const sizes = [
  [1, 28, 28],
  [3, 32, 32],
  [3, 64, 64],
  [3, 128, 128],
  [3, 224, 224],
] as const;

describe('one step of gradient descent', () => {
  it.each(Object.keys(networks) as NetworkName[])(
    'lowers the loss of %s on images of every size, with batch norm and without',
    async (name) => {
      for (const shape of sizes) {
        for (const batchNorm of [false, true]) await expectStep(name, shape, batchNorm);
      }
      tally(`steps of ${name}`, { steps: 2 * sizes.length, failed: 0 });
    },
  );
});
