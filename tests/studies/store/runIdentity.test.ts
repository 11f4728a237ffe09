import { describe, expect, it } from 'vitest';
import { folderOfHash, runHash } from '#passband/studies/store/runIdentity.ts';
import { type GivenConfig, resolveConfig, type TrainingConfig } from '#passband/training/config/config.ts';

const resolved = (given: Omit<GivenConfig, 'dataset' | 'shards'> = {}) =>
  resolveConfig(
    { dataset: 'cifar-10', network: 'lenet', epochs: 3, shards: 2, ...given },
    { threads: 2, out: 'a' },
  );
const hash = (
  config: TrainingConfig,
  hashes: Readonly<Record<string, string>> = { train: '0a', test: '0b' },
) => runHash(config, { hashes });
const usual = resolved();
const attacked = resolved({ adversarialEpsilon: '8/255' });

describe('runHash', () => {
  it('is 64 digits, and 16 of them a folder', () => {
    expect(hash(usual)).toMatch(/^[0-9a-f]{64}$/);
    expect(folderOfHash(hash(usual))).toBe(hash(usual).slice(0, 16));
  });

  it.each<Partial<TrainingConfig>>([
    { dataset: '/elsewhere/cifar' },
    { dataDir: '/data' },
    { out: 'b' },
    { threads: 1 },
    { tensorboard: true },
    { adversarialSteps: 3 },
    { adversarialStepSize: '1/255' },
    { adversarialRandomStart: false },
    { adversarialWarmupEpochs: 1 },
    { adversarialShare: 0.5 },
    { adversarialSample: 7 },
  ])('does not depend on %j', (changed) => {
    expect(hash({ ...usual, ...changed })).toBe(hash(usual));
  });

  const deciding: Partial<TrainingConfig> = {
    ...{ imageSize: 64, network: 'vgg-11', epochs: 4, batchSize: 50, optimizer: 'sgd', learningRate: 1 },
    ...{
      momentum: 0.5,
      weightDecay: 0.1,
      schedule: 'cosine',
      warmupEpochs: 1,
      seed: 1,
      reserve: 10,
      limit: 20,
    },
    ...{ radius: [4, 8], shards: 1, preset: 'authors', rescale: 'max', distance: 'linf', trainOn: 'lfc' },
    ...{
      trainRadius: 8,
      batchNorm: true,
      testMoments: 'batch',
      dropout: true,
      dropoutPlace: 'last-map',
      mixup: 1,
    },
    ...{
      augment: true,
      initialization: 'he',
      shuffleLabels: 1,
      holdOut: 7,
      evaluationSample: 9,
      measureEvery: 2,
    },
    ...{ adversarialEpsilon: '8/255' },
  };
  it.each(Object.entries(deciding))('depends on %s', (key, value) => {
    expect(hash({ ...usual, [key]: value })).not.toBe(hash(usual));
  });

  it.each<Partial<TrainingConfig>>([
    { adversarialSteps: 3 },
    { adversarialStepSize: '1/255' },
    { adversarialRandomStart: false },
    { adversarialWarmupEpochs: 1 },
    { adversarialShare: 0.5 },
    { adversarialSample: 7 },
  ])('depends on %j where something is attacked', (changed) => {
    expect(hash({ ...attacked, ...changed })).not.toBe(hash(attacked));
  });

  it('has a case for each setting', () => {
    const names = ['dataset', 'dataDir', 'out', 'threads', 'tensorboard'];
    const others = Object.keys(usual).filter((key) => !names.includes(key) && !(key in deciding));
    for (const key of others) expect(key).toMatch(/^adversarial/);
  });

  it('a setting that came later is no part of it at the value that it had before', () => {
    const { reserve, measureEvery, testMoments, dropoutPlace, ...before } = usual;
    expect([reserve, measureEvery, testMoments, dropoutPlace]).toEqual([0, 1, 'running', 'fully-connected']);
    expect(hash(before as TrainingConfig)).toBe(hash(usual));
  });

  it('depends on the data’s content, and not on its files’ names or order', () => {
    expect(hash(usual, { b: '0b', a: '0a' })).toBe(hash(usual));
    expect(hash(usual, { train: '0a', test: '0c' })).not.toBe(hash(usual));
  });

  it('does not depend on the order of the settings', () => {
    const turned = Object.fromEntries(Object.entries(usual).toReversed()) as unknown as TrainingConfig;
    expect(hash(turned)).toBe(hash(usual));
  });
});
