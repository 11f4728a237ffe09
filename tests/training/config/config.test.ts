import { describe, expect, test } from 'vitest';
import { ConfigConflict, type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';

const resolved = (given: GivenConfig & { readonly dataset: string }) =>
  resolveConfig(given, { threads: 1, out: 'run' });

const paper = { epochs: 100, learningRate: 1e-4, schedule: 'constant', batchNorm: false } as const;
const recipe = { epochs: 12, learningRate: 2e-3, schedule: 'cosine', batchNorm: true } as const;

describe('resolveConfig', () => {
  test('what is not given is the paper’s', () => {
    expect(resolved({ dataset: 'cifar-10' })).toMatchObject({
      ...paper,
      network: 'resnet-18',
      optimizer: 'adam',
      batchSize: 100,
      rescale: 'none',
      radius: [4, 8, 12, 16],
    });
  });

  test('the planted data set has its own network with a recipe, which what is given overrides', () => {
    expect(resolved({ dataset: 'planted' })).toMatchObject({ ...recipe, network: 'six-conv' });
    expect(resolved({ dataset: 'planted', network: 'six-conv', epochs: 3 })).toMatchObject({
      ...recipe,
      epochs: 3,
    });
  });

  test('the planted recipe is for that network alone: another has the paper’s values on it', () => {
    expect(resolved({ dataset: 'planted', network: 'resnet-18' })).toMatchObject(paper);
    expect(resolved({ dataset: 'mnist', network: 'six-conv' })).toMatchObject(paper);
  });

  test('the preset authors brings its network and its scale to the planted data set too', () => {
    const authors = { ...paper, network: 'resnet-32', rescale: 'max', preset: 'authors' };
    expect(resolved({ dataset: 'planted', preset: 'authors' })).toMatchObject(authors);
    expect(resolved({ dataset: 'cifar-10', preset: 'authors' })).toMatchObject(authors);
  });

  test('a batch is divided among the threads that there can be, with batch normalisation not at all', () => {
    const shards = (given: GivenConfig, threads = 4) =>
      resolveConfig({ ...given, dataset: given.dataset ?? 'mnist' }, { threads, out: 'run' }).shards;
    expect(shards({})).toBe(4);
    expect(shards({ threads: 2 })).toBe(2);
    expect(shards({ threads: 5000 })).toBe(4);
    expect(shards({ batchSize: 3 })).toBe(3);
    expect(shards({ batchNorm: true })).toBe(1);
    expect(shards({ dataset: 'planted' })).toBe(1);
    expect(shards({ shards: 7 }, 1)).toBe(7);
    expect(shards({ shards: 1, batchNorm: true })).toBe(1);
  });

  const attacked = { dataset: 'mnist', adversarialEpsilon: '8/255' };
  test.each<[given: GivenConfig & { readonly dataset: string }, message: string, inFlags: string]>([
    [
      { dataset: 'mnist', trainOn: 'lfc' },
      'resolveConfig: trainOn lfc needs trainRadius',
      '--trainOn lfc needs --trainRadius',
    ],
    [
      { dataset: 'mnist', trainRadius: 8 },
      'resolveConfig: trainRadius needs trainOn lfc or hfc, got x',
      '--trainRadius needs --trainOn lfc or hfc, got x',
    ],
    [
      { dataset: 'mnist', momentum: 0.9 },
      'resolveConfig: momentum needs optimizer sgd or rmsprop, got adam',
      '--momentum needs --optimizer sgd or rmsprop, got adam',
    ],
    [
      { dataset: 'mnist', batchNorm: true, shards: 2 },
      'resolveConfig: shards must be 1 with batchNorm, whose statistics are those of the whole batch, got 2; leave one of them out',
      '--shards must be 1 with --batchNorm, whose statistics are those of the whole batch, got 2; leave one of them out',
    ],
    [
      { dataset: 'mnist', batchSize: 8, shards: 9 },
      'resolveConfig: shards must be ≤ batchSize (8), got 9',
      '--shards must be ≤ --batchSize (8), got 9',
    ],
    [
      { dataset: 'mnist', warmupEpochs: 9, epochs: 3 },
      'resolveConfig: warmupEpochs must be ≤ epochs (3), got 9',
      '--warmupEpochs must be ≤ --epochs (3), got 9',
    ],
    [
      { ...attacked, adversarialWarmupEpochs: 9, epochs: 3 },
      'resolveConfig: adversarialWarmupEpochs must be ≤ epochs (3), got 9',
      '--adversarialWarmupEpochs must be ≤ --epochs (3), got 9',
    ],
    [
      { ...attacked, adversarialEpsilon: '8' },
      'resolveConfig: adversarialEpsilon is in pixel units of [0, 1], so at most 1, got 8',
      '--adversarialEpsilon is in pixel units of [0, 1], so at most 1, got 8',
    ],
    [
      { ...attacked, mixup: 1 },
      'resolveConfig: adversarial training attacks one true class, and mixup makes two of them; leave one out',
      'adversarial training attacks one true class, and --mixup makes two of them; leave one out',
    ],
    [
      { ...attacked, trainOn: 'hfc', trainRadius: 4 },
      'resolveConfig: adversarial training needs trainOn x, got hfc',
      'adversarial training needs --trainOn x, got hfc',
    ],
  ])('%o contradicts itself, in keys and in the names of flags', (given, message, inFlags) => {
    let caught: unknown;
    try {
      resolved(given);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(ConfigConflict);
    expect((caught as ConfigConflict).message).toBe(message);
    expect((caught as ConfigConflict).say((key) => `--${key}`)).toBe(inFlags);
  });

  test('radii are ascending and stand once', () => {
    expect(resolved({ dataset: 'mnist', radius: [12, 4, 12] }).radius).toEqual([4, 12]);
  });
});
