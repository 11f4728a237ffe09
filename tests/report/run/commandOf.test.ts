import { describe, expect, it } from 'vitest';
import { commandOf } from '#passband/report/run/commandOf.ts';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';

const context = { threads: 2, out: 'runs/a' };

describe('commandOf', () => {
  it.each<[GivenConfig & { dataset: string }, string]>([
    [{ dataset: 'mnist' }, 'passband train --dataset mnist --shards 2 --out runs/a'],
    [{ dataset: 'planted' }, 'passband train --dataset planted --out runs/a'],
    [{ dataset: 'planted', threads: 1 }, 'passband train --dataset planted --out runs/a'],
    [
      { dataset: 'cifar-10', preset: 'authors' },
      'passband train --dataset cifar-10 --shards 2 --out runs/a --preset authors',
    ],
    [
      { dataset: 'planted', network: 'resnet-18', epochs: 3 },
      'passband train --dataset planted --network resnet-18 --epochs 3 --shards 2 --out runs/a',
    ],
    [
      { dataset: 'planted', preset: 'authors' },
      'passband train --dataset planted --shards 2 --out runs/a --preset authors',
    ],
    [
      { dataset: 'planted', batchNorm: false, dropout: true, radius: [12, 4], epochs: 2 },
      'passband train --dataset planted --epochs 2 --radius 4,12 --shards 2 --out runs/a --no-batch-norm --dropout',
    ],
    [
      { dataset: "my dog's pictures", limit: 10 },
      "passband train --dataset 'my dog'\\''s pictures' --limit 10 --shards 2 --out runs/a",
    ],
  ])('of %o says what differs from the defaults', (given, command) => {
    expect(commandOf(resolveConfig(given, context))).toBe(command);
  });
});
