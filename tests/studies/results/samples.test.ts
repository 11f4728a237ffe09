import { describe, expect, it } from 'vitest';
import { quantityOf } from '#passband/studies/results/quantities.ts';
import type { RunResult } from '#passband/studies/results/runResult.ts';
import {
  epochsTo,
  sampleOf,
  standardError,
  valueAtEpoch,
  valueAtTraining,
} from '#passband/studies/results/samples.ts';
import { madeUpComponents, madeUpKernels, madeUpRobustness } from '../support/madeUpParts.ts';
import { madeUpResult } from '../support/madeUpStudy.ts';

const sample = (text: string, result: RunResult, epoch?: number) => sampleOf(quantityOf(text), result, epoch);
const worth = (text: string, result: RunResult, epoch?: number) => sample(text, result, epoch)?.value;

const run = madeUpResult({
  images: { reserve: 4000, running: 10_000 },
  at: {
    'running.x': { 1: 0.2, 2: 0.35, 3: 0.5, 4: 0.6, 10: 0.95 },
    'train.x': { 1: 0.3, 4: 0.6, 10: 0.96 },
    'train.lfc@4': { 1: 0.1, 4: 0.4, 10: 0.5 },
    'test.x': { 1: 0.25, 4: 0.55, 10: 0.7 },
    'test.lfc@4': { 1: 0.1, 4: 0.2, 10: 0.3 },
    'reserve.x': 0.72,
    'reserve.lfc@4': 0.33,
  },
});

describe('sampleOf', () => {
  it('is of the last epoch that was measured, unless one is named', () => {
    expect(worth('train.x', run)).toBe(0.96);
    expect(worth('train.x', run, 4)).toBe(0.6);
    expect(worth('train.x', run, 2)).toBeUndefined();
    expect(worth('running.x', run, 2)).toBe(0.35);
    expect(worth('test.hfc@4', run)).toBeUndefined();
    expect(worth('held-out.x', run)).toBeUndefined();
  });

  it('of an unfinished run it is of the last measured epoch, not of a later one of which only the mean is known', () => {
    const begun = madeUpResult({ at: { 'train.x': { 1: 0.3 }, 'running.x': { 1: 0.2, 2: 0.4 } } });
    expect(worth('train.x', begun)).toBe(0.3);
  });

  it('what is unseen are the reserve images at the end, and the test images along training', () => {
    expect(sample('unseen.x', run)).toMatchObject({ value: 0.72, n: 4000, images: 'reserve' });
    expect(sample('unseen.lfc@4', run)).toMatchObject({ value: 0.33, n: 4000, images: 'reserve' });
    // The curve's last point is of the same images as those before it.
    expect(sample('unseen.x', run, 10)).toMatchObject({ value: 0.7, n: 1000, images: 'test' });
    expect(sample('unseen.x', run, 4)).toMatchObject({ value: 0.55, images: 'test' });
    const plain = madeUpResult({ at: { 'test.x': 0.7 } });
    expect(sample('unseen.x', plain)).toMatchObject({ value: 0.7, n: 1000, images: 'test' });
  });

  it('the gap is training − unseen, with the error of both', () => {
    const gap = sample('gap', run)!;
    expect(gap.value).toBeCloseTo(0.96 - 0.72, 12);
    expect(gap.n).toBeNull();
    const [train, unseen] = [
      { value: 0.96, n: 1000 },
      { value: 0.72, n: 4000 },
    ].map(standardError);
    expect(standardError(gap)).toBeCloseTo(Math.hypot(train, unseen), 12);
    expect(worth('gap', run, 4)).toBeCloseTo(0.05, 12);
    expect(sample('gap', madeUpResult({ at: { 'train.x': 1 } }))).toBeUndefined();
  });

  it('parts are of the finished run: they are no point of an earlier epoch', () => {
    const measured = madeUpResult({
      at: { 'train.x': { 1: 0.5, 10: 1 } },
      parts: {
        ...madeUpRobustness(180, { '8/255': [90, 40, 20] }),
        ...madeUpComponents({ hfc: 30, svd: 10 }),
        ...madeUpKernels(0.4),
      },
    });
    const values = { 'fgsm@8/255': 0.2, 'pgd@8/255': 0.1, 'certificate@8/255': 0.45 };
    const others = { 'decided-by-hfc': 0.03, 'decided-by-svd': 0.01, smoothness: 0.4, 'epochs-to@0.5': 1 };
    for (const [text, value] of Object.entries({ ...values, ...others })) {
      expect(worth(text, measured), text).toBe(value);
      expect(worth(text, measured, 10), text).toBe(value);
      expect(worth(text, measured, 1), text).toBeUndefined();
      if (text !== 'epochs-to@0.5') expect(worth(text, run), text).toBeUndefined();
    }
    expect(worth('pgd@4/255', measured)).toBeUndefined();
    // Over the 64 out-channels.
    expect(standardError(sample('smoothness', measured)!)).toBeCloseTo(0.01, 12);
    expect(sample('pgd@8/255', measured)!.flags!.reduce((sum, flag) => sum + flag, 0)).toBe(20);
  });

  it('answers image by image are known only where the part saw as many images and as many right ones', () => {
    const flags = { clean: '1110', 'lfc@4': '1000' };
    const at = { 'test.x': 0.75, 'test.lfc@4': 0.25, 'train.x': 0.75 };
    const images = { test: 4, train: 4 };
    const of = (options: object, text: string) =>
      sample(text, madeUpResult({ at, images, parts: madeUpComponents({ flags, n: 4, ...options }) }))!.flags;
    expect([...of({}, 'test.x')!]).toEqual([1, 1, 1, 0]);
    expect([...of({}, 'test.lfc@4')!]).toEqual([1, 0, 0, 0]);
    expect(of({}, 'train.x')).toBeUndefined();
    expect(of({ images: 'reserve' }, 'test.x')).toBeUndefined();
    expect(of({ flags: { clean: '111' } }, 'test.x')).toBeUndefined();
    expect(of({ flags: { clean: '1010' } }, 'test.x')).toBeUndefined();
    expect(of({ flags: {} }, 'test.x')).toBeUndefined();
  });

  it('of a foreign model accuracies are those that the part on components counted', () => {
    const { parts } = madeUpResult({
      parts: madeUpComponents({ n: 4, flags: { clean: '1110', 'hfc@4': '0001' } }),
    });
    const model: RunResult = { record: null, rows: [], parts };
    expect(sample('test.x', model)).toMatchObject({ value: 0.75, n: 4, images: 'test' });
    expect(sample('unseen.hfc@4', model)).toMatchObject({ value: 0.25, n: 4 });
    for (const text of ['train.x', 'reserve.x', 'test.lfc@4', 'gap', 'epochs-to@0.5']) {
      expect(sample(text, model), text).toBeUndefined();
    }
    expect(sample('test.x', { ...model, parts: {} })).toBeUndefined();
  });
});

describe('of a model that learns from a component', () => {
  const learnt = madeUpResult({
    config: { trainOn: 'lfc', trainRadius: 8 },
    at: { 'running.x': { 1: 0.2, 2: 0.6, 10: 0.92 }, 'train.x': { 1: 0.1, 10: 0.5 }, 'test.x': 0.4 },
  });

  it('how well it fits is told by its own batches', () => {
    expect(sample('trained', learnt)).toMatchObject({ value: 0.92, n: 1000, images: 'train' });
    expect(worth('running.x', learnt, 2)).toBe(0.6);
    expect(epochsTo(learnt, 0.4)).toBeCloseTo(1.5, 12);
    expect(worth('trained', run)).toBe(0.96);
  });
});

describe('epochsTo', () => {
  it('lies between the measured epochs on the straight line', () => {
    expect(epochsTo(run, 0.3)).toBe(1);
    expect(epochsTo(run, 0.45)).toBeCloseTo(2.5, 12);
    expect(epochsTo(run, 0.6)).toBe(4);
    expect(epochsTo(run, 0.9)).toBeCloseTo(9, 12);
  });

  it('is the first measured epoch where that is there already, and nothing where none is', () => {
    expect(epochsTo(run, 0.1)).toBe(1);
    expect(epochsTo(run, 0.97)).toBeUndefined();
    expect(epochsTo({ ...run, rows: [] }, 0.5)).toBeUndefined();
  });

  it('takes the first time, though the accuracy falls again', () => {
    const falling = madeUpResult({ at: { 'train.x': { 1: 0.2, 2: 0.8, 3: 0.4, 4: 0.9 } } });
    expect(epochsTo(falling, 0.5)).toBeCloseTo(1.5, 12);
  });
});

describe('valueAtTraining', () => {
  it('is what a quantity was when the training accuracy was first reached', () => {
    const at = (text: string, accuracy: number) => valueAtTraining(quantityOf(text), run, accuracy);
    expect(at('train.lfc@4', 0.45)!.value).toBeCloseTo(0.25, 12);
    expect(at('train.lfc@4', 0.6)!.value).toBe(0.4);
    expect(at('unseen.x', 0.45)).toMatchObject({ n: 1000, images: 'test' });
    expect(at('gap', 0.45)!.value).toBeCloseTo(0.05, 12);
    expect(at('train.x', 0.9)!.value).toBeCloseTo(0.9, 12);
    expect(at('train.lfc@4', 0.99)).toBeUndefined();
    expect(at('train.lfc@8', 0.45)).toBeUndefined();
  });

  it('keeps the error of what is no share of images', () => {
    const between = standardError(valueAtTraining(quantityOf('gap'), run, 0.45)!);
    const [low, high] = [1, 4].map((epoch) => standardError(sample('gap', run, epoch)!));
    expect(between).toBeCloseTo((low + high) / 2, 12);
  });
});

describe('valueAtEpoch', () => {
  it('lies between measured epochs, begins with the first and ends with the last', () => {
    const at = (epoch: number) => valueAtEpoch(quantityOf('train.lfc@4'), run, epoch)?.value;
    expect(at(0.5)).toBe(0.1);
    expect(at(2)).toBeCloseTo(0.2, 12);
    expect(at(10)).toBe(0.5);
    expect(at(10.5)).toBeUndefined();
  });
});
