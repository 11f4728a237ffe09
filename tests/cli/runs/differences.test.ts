import { describe, expect, it } from 'vitest';
import { differingKeys, distinguishing } from '#passband/cli/runs/differences.ts';
import type { ListedRun } from '#passband/studies/store/listRuns.ts';
import { listed } from './listed.ts';

const told = (runs: readonly ListedRun[]) => {
  const found = distinguishing(runs);
  return runs.map((run) => found.get(run)!.join(' '));
};

describe('differingKeys', () => {
  it('are keys of which values differ or are missing, the seed last', () => {
    const runs = [
      listed({ seed: 0, batchSize: 50, radius: [4, 8], dropout: false }),
      listed({ seed: 1, batchSize: 50, radius: [4], dropout: false, mixup: 1 }),
    ];
    expect(differingKeys(runs)).toEqual(['radius', 'mixup', 'seed']);
  });
});

describe('distinguishing', () => {
  it('tells what fewer than all have, and leaves out what most have', () => {
    const runs = [
      listed({ batchSize: 50, dropout: false }),
      listed({ batchSize: 50, dropout: false }),
      listed({ batchSize: 50, dropout: true }),
      listed({ batchSize: 100, dropout: false }),
    ];
    expect(told(runs)).toEqual(['', '', 'dropout=true', 'batchSize=100']);
  });

  it('tells all values where none is that of more than half', () => {
    expect(told([0, 1, 2].map((seed) => listed({ seed })))).toEqual(['seed=0', 'seed=1', 'seed=2']);
  });

  it('leaves out what follows from another key', () => {
    const plain = { preset: 'paper', adversarialEpsilon: '0' };
    const attacked = {
      preset: 'paper',
      adversarialEpsilon: '8/255',
      adversarialSteps: 10,
      adversarialShare: 1,
    };
    expect(told([plain, plain, attacked].map((settings) => listed(settings)))).toEqual([
      '',
      '',
      'adversarialEpsilon=8/255',
    ]);
  });

  it('names what was varied, not what follows from it, though a configuration has that before', () => {
    const natural = { epochs: 12, shards: 2, batchNorm: false, shuffleLabels: 0 };
    const runs = [
      ...[natural, natural],
      { ...natural, epochs: 36, shuffleLabels: 1 },
      { ...natural, shards: 1, batchNorm: true },
    ];
    expect(told(runs.map((settings) => listed(settings)))).toEqual([
      '',
      '',
      'shuffleLabels=1',
      'batchNorm=true',
    ]);
  });

  it('has first what fewest runs have, and the seed last', () => {
    const plain = { epochs: 20, seed: 0, batchNorm: false, dropout: false };
    const base = { epochs: 12, seed: 0, batchNorm: true, dropout: false };
    const runs = [base, base, { ...base, seed: 1 }, plain, { ...plain, dropout: true, seed: 2 }, base, base];
    expect(told(runs.map((settings) => listed(settings)))).toEqual([
      ...['', '', 'seed=1'],
      'batchNorm=false',
      'dropout=true batchNorm=false seed=2',
      ...['', ''],
    ]);
  });

  it('compares runs of one network and data set', () => {
    const runs = [
      listed({ network: 'lenet', epochs: 5 }),
      listed({ network: 'lenet', epochs: 5 }, { dataset: 'mnist' }),
      listed({ network: 'resnet-18', epochs: 50 }),
      listed({ network: 'resnet-18', epochs: 60 }),
    ];
    expect(told(runs)).toEqual(['', '', 'epochs=50', 'epochs=60']);
  });
});
