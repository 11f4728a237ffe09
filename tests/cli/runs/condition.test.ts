import { describe, expect, it } from 'vitest';
import { fulfils, parseCondition } from '#passband/cli/runs/condition.ts';
import { listed } from './listed.ts';

const run = listed(
  {
    ...{ network: 'lenet', batchSize: 100, learningRate: 0.001, dropout: true, radius: [4, 8] },
    ...{ trainRadius: null, adversarialEpsilon: '8/255' },
  },
  { testAccuracy: 0.9, neededBy: ['svd-mnist-laptop', 'kernels-mnist-laptop'] },
);

describe('--where', () => {
  it.each([
    ['network=lenet', true],
    ['network = lenet', true],
    ['network=vgg', false],
    ['network!=vgg', true],
    ['network!=lenet', false],
    ['batchSize=100', true],
    ['batch-size=1e2', true],
    ['batchSize<100', false],
    ['batchSize<=100', true],
    ['batchSize>99', true],
    ['batchSize>=101', false],
    ['learningRate=.001', true],
    ['dropout=true', true],
    ['radius=4,8', true],
    ['trainRadius=none', true],
    ['trainRadius!=none', false],
    // Of a run without a value nothing is less or more.
    ['trainRadius<100', false],
    ['mixup=none', true],
    ['adversarialEpsilon>0.03', true],
    ['adversarialEpsilon=16/510', true],
    ['accuracy>=90%', true],
    ['accuracy>0.9', false],
    ['trainAccuracy=0.9', true],
    ['status=trained', true],
    ['dataset=planted', true],
    ['epoch>2', true],
    ['study=kernels-mnist-laptop', true],
    ['study!=kernels-mnist-laptop', false],
    ['study=all', false],
  ])('%s is %s', (typed, expected) => {
    expect(fulfils(run, [parseCondition(typed)])).toBe(expected);
  });

  it('wants all of several', () => {
    const both = ['network=lenet', 'dropout=false'].map(parseCondition);
    expect(fulfils(run, both.slice(0, 1))).toBe(true);
    expect(fulfils(run, both)).toBe(false);
  });

  it.each([
    ['lenet', '--where must be a key, one of = != < <= > >=, and a value'],
    ['network==lenet', '--where must be a key, one of = != < <= > >=, and a value'],
    ['accuracy=>0.5', '--where must be a key'],
    ['accuracy>=', '--where must be a key'],
    ['network=', '--where must be'],
    ['=lenet', '--where must be'],
    ['netwrok=lenet', "unknown key 'netwrok' (did you mean network?)"],
    ['acuracy>1', "unknown key 'acuracy' (did you mean accuracy?)"],
    ['threads=2', "unknown key 'threads'"],
    ['network<lenet', '< compares numbers, got lenet'],
  ])('refuses %s', (typed, message) => {
    expect(() => parseCondition(typed)).toThrow(message);
  });
});
