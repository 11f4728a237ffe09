import { describe, it } from 'vitest';
import { type NetworkName, networks } from '#passband/networks/architectures/buildNetwork.ts';
import { expectStep } from './expectStep.ts';

/** More of the blocks of another: what they are made of is tested there at every size. All have all in `npm run torture`. */
const deeper: readonly string[] = ['vgg-16', 'resnet-34'] satisfies NetworkName[];
const names = (Object.keys(networks) as NetworkName[]).filter((name) => !deeper.includes(name));
/** Odd sides after two pools, and the size from which on every network has its large stem and head. */
const sizes = [
  [1, 28, 28],
  [3, 128, 128],
] as const;

describe('one step of gradient descent', () => {
  for (const name of names) {
    for (const shape of sizes) {
      it(`lowers the loss of ${name} on ${shape.join('×')} images`, () => expectStep(name, shape, false));
    }
    it(`lowers the loss of ${name} with batch norm on 3×32×32 images`, () =>
      expectStep(name, [3, 32, 32], true));
  }
});
