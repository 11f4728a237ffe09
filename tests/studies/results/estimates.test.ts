import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';
import { estimateOf, samplesOf } from '#passband/studies/results/estimates.ts';
import { madeUpSetting } from '../support/madeUpStudy.ts';

const setting = (...values: number[]) =>
  madeUpSetting(
    'some',
    values.map((value) => ({ at: { 'train.x': 1, 'test.x': value } })),
  );

describe('estimateOf', () => {
  it('of one seed has the interval over images', () => {
    expect(estimateOf(samplesOf(setting(0.7), 'test.x'))).toEqual({
      ...{ value: 0.7, sd: null, seeds: 1, n: 1000 },
      ...wilsonInterval(700, 1000),
    });
  });

  it('of several has their mean, smallest, largest and standard deviation', () => {
    const { value, sd, ...others } = estimateOf(samplesOf(setting(0.7, 0.6, 0.8), 'test.x'))!;
    expect(others).toEqual({ seeds: 3, n: 1000, low: 0.6, high: 0.8 });
    expect([value, sd]).toEqual([expect.closeTo(0.7, 12), expect.closeTo(0.1, 12)]);
  });

  it('of what is no share of images a single seed has no interval', () => {
    expect(estimateOf(samplesOf(setting(0.7), 'gap'))).toEqual({
      ...{ value: expect.closeTo(0.3, 12), sd: null, seeds: 1, n: null, low: null, high: null },
    });
    expect(estimateOf(samplesOf(setting(0.7), 'epochs-to@0.5'))).toMatchObject({ value: 10, low: null });
  });

  it('is null where no seed has the quantity', () => {
    expect(estimateOf(samplesOf(setting(0.7), 'test.lfc@4'))).toBeNull();
  });
});

describe('samplesOf', () => {
  it('says which seed each sample is of, and leaves out those that have none', () => {
    const some = madeUpSetting('some', [
      { at: { 'test.x': 0.1 } },
      { isMissing: true },
      { at: {} },
      { at: { 'test.x': 0.4 } },
    ]);
    expect(samplesOf(some, 'test.x').map(({ seed, value }) => [seed, value])).toEqual([
      [0, 0.1],
      [3, 0.4],
    ]);
  });
});
