import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differenceInterval } from '#passband/statistics/differenceInterval.ts';
import { mcnemar } from '#passband/statistics/mcnemar.ts';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';
import {
  type Difference,
  difference,
  onSameImages,
  overSeeds,
  trend,
} from '#passband/studies/results/differences.ts';
import { constantFor, type Sample } from '#passband/studies/results/samples.ts';

const { means, slopes } = JSON.parse(
  readFileSync(new URL('../../golden/statistics/studentT.json', import.meta.url), 'utf8'),
) as {
  means: { values: number[]; mean: number; low: number; high: number }[];
  slopes: { shares: number[]; n: number; slope: number; low: number; high: number }[];
};

const share = (
  value: number,
  { n = 1000, seed }: { n?: number; seed?: number | undefined } = {},
): Sample => ({
  ...{ value, n, images: 'test', seed },
});
const flagged = (text: string, seed?: number): Sample => {
  const flags = Uint8Array.from(text, Number);
  return {
    ...share(flags.reduce((sum, flag) => sum + flag, 0) / flags.length, { n: flags.length, seed }),
    flags,
  };
};

/** Whether 0 lies in an interval. */
const contains0 = ({ low, high }: Difference) => low! <= 0 && 0 <= high!;

function expectOpposite(one: Difference, other: Difference): void {
  expect(other.by).toBe(one.by);
  expect(other.value).toBeCloseTo(-one.value, 12);
  if (one.low === null) expect([other.low, other.high]).toEqual([null, null]);
  else {
    expect(other.low).toBeCloseTo(-one.high!, 12);
    expect(other.high).toBeCloseTo(-one.low, 12);
  }
}

describe('over seeds', () => {
  it.each(means)(
    'of $values is Student’s interval of their mean, as scipy has it',
    ({ values, mean, low, high }) => {
      const second = values.map((_, seed) => share(0.5, { seed }));
      const first = values.map((value, seed) => share(0.5 + value, { seed }));
      const found = difference(first, second)!;
      expect(found.by).toBe('over seeds');
      expect(found.value).toBeCloseTo(mean, 10);
      // The quantile has four decimals.
      expect(found.low).toBeCloseTo(low, 5);
      expect(found.high).toBeCloseTo(high, 5);
      expectOpposite(found, difference(second, first)!);
    },
  );

  it('compares each seed with its like, whichever seeds are missing', () => {
    const seeds = [0, 1, 2, 3, 4];
    const first = seeds.map((seed) => share(0.5 + 0.1 * seed, { seed })).filter(({ seed }) => seed !== 1);
    const second = seeds.map((seed) => share(0.45 + 0.1 * seed, { seed })).filter(({ seed }) => seed !== 3);
    // Three seeds in common, each 5 points apart.
    expect(difference(first, second)).toMatchObject({ by: 'over seeds', value: expect.closeTo(0.05, 12) });
    expect(difference(first, second)!.low).toBeCloseTo(0.05, 10);
  });

  it('of two seeds is over images, since two say little of how seeds vary', () => {
    const pair = (value: number) => [share(value, { seed: 0 }), share(value, { seed: 1 })];
    expect(difference(pair(0.6), pair(0.5))!.by).toBe('two samples');
    expect(overSeeds([0.4])).toEqual({ value: 0.4, low: null, high: null, by: 'no interval' });
  });
});

describe('on the same images', () => {
  const cases = [];
  for (const n of [20, 100]) {
    for (const onlyFirst of [0, 1, 4, 9, 10]) {
      for (const onlySecond of [0, 1, 5, 10]) cases.push({ n, onlyFirst, onlySecond });
    }
  }

  it.each(cases)(
    '$onlyFirst against $onlySecond of $n: there is a difference where McNemar’s test says so',
    (counts) => {
      const found = onSameImages(counts);
      expect(found.value).toBeCloseTo((counts.onlyFirst - counts.onlySecond) / counts.n, 12);
      expect(found.low).toBeLessThanOrEqual(found.value);
      expect(found.high).toBeGreaterThanOrEqual(found.value);
      expect(contains0(found)).toBe(mcnemar(counts) >= 0.05);
      const { n, onlyFirst, onlySecond } = counts;
      expectOpposite(found, onSameImages({ n, onlyFirst: onlySecond, onlySecond: onlyFirst }));
    },
  );

  it('counts images by what they were asked, not how many are right', () => {
    const first = flagged(`${'1'.repeat(60)}${'0'.repeat(40)}`);
    const second = flagged(`${'1'.repeat(50)}${'0'.repeat(50)}`);
    const found = difference([first], [second])!;
    expect(found).toMatchObject({ by: 'paired', value: 0.1 });
    // As two samples of 100 images, 60% and 50% are too near to each other.
    const { flags: _, ...alone } = first;
    expect(contains0(found)).toBe(false);
    expect(contains0(difference([alone], [second])!)).toBe(true);
  });

  it('needs as many images of both, and the same seeds', () => {
    expect(difference([flagged('1100')], [flagged('110')])!.by).toBe('two samples');
    expect(difference([flagged('1100', 0)], [flagged('1100', 1)])!.by).toBe('two samples');
    expect(difference([flagged('1100', 1)], [flagged('1000', 1)])!.by).toBe('paired');
  });
});

describe('as two samples', () => {
  it('is Newcombe’s interval', () => {
    const found = difference([share(0.6, { n: 500 })], [share(0.55, { n: 400 })])!;
    const [one, two] = [
      { value: 0.6, ...wilsonInterval(300, 500) },
      { value: 0.55, ...wilsonInterval(220, 400) },
    ];
    expect(found).toEqual({
      value: one.value - two.value,
      ...differenceInterval(one, two),
      by: 'two samples',
    });
    expectOpposite(found, difference([share(0.55, { n: 400 })], [share(0.6, { n: 500 })])!);
  });

  it('stays inside −1 … 1 at the ends, and keeps its width there', () => {
    const found = difference([share(1, { n: 50 })], [share(0, { n: 50 })])!;
    expect(found.high).toBe(1);
    expect(found.low).toBeLessThan(1);
    expect(contains0(difference([share(0)], [share(0)])!)).toBe(true);
  });

  it('of numbers with errors is normal, and of bare numbers there is no interval', () => {
    const of = (value: number, error?: number): Sample => ({ value, n: null, error, images: null });
    const found = difference([of(3, 0.3)], [of(1, 0.4)])!;
    expect(found).toMatchObject({ value: 2, by: 'two samples' });
    expect(found.high! - found.low!).toBeCloseTo(2 * 1.959964 * 0.5, 5);
    expect(difference([of(3)], [of(1)])).toEqual({ value: 2, low: null, high: null, by: 'no interval' });
  });

  it('from a constant is the interval of the sample alone', () => {
    const sample = share(0.5, { n: 1000 });
    const found = difference([sample], constantFor([sample], 0.3))!;
    expect(found.value).toBeCloseTo(0.2, 12);
    expect(found.high! - found.value).toBeCloseTo(1.959964 * Math.sqrt(0.25 / 1000), 4);
  });

  it('there is none where either has no sample', () => {
    expect(difference([], [share(0.5)])).toBeUndefined();
    expect(difference([share(0.5)], [])).toBeUndefined();
  });
});

describe('trend', () => {
  it.each(slopes)(
    'of $shares is the slope that numpy fits, with its interval',
    ({ shares, n, ...golden }) => {
      const found = trend(shares.map((value) => [share(value, { n })]))!;
      expect(found.value).toBeCloseTo(golden.slope, 10);
      expect(found.low).toBeCloseTo(golden.low, 10);
      expect(found.high).toBeCloseTo(golden.high, 10);
    },
  );

  it('is unmoved by a shift, turned by the order, and the step of a straight line', () => {
    const series = [0.2, 0.5, 0.4, 0.6];
    const of = (values: number[]) => trend(values.map((value) => [share(value)]))!;
    expect(of(series.map((value) => value + 0.1)).value).toBeCloseTo(of(series).value, 12);
    expectOpposite(of(series), of(series.toReversed()));
    expect(of([0.1, 0.15, 0.2, 0.25, 0.3]).value).toBeCloseTo(0.05, 12);
    expect(contains0(of([0.4, 0.4, 0.4]))).toBe(true);
  });

  it('of two places is their difference', () => {
    const found = trend([[share(0.5)], [share(0.7)]])!;
    expect(found.value).toBeCloseTo(0.2, 12);
  });

  it('over three seeds is the interval of their slopes, of the seeds that all places have', () => {
    const place = (...values: (number | undefined)[]) =>
      values.flatMap((value, seed) => (value === undefined ? [] : [share(value, { seed })]));
    const found = trend([place(0.1, 0.2, 0.3, 0.9), place(0.2, 0.35, 0.35), place(0.3, 0.5, 0.4, 0.1)])!;
    const expected = overSeeds([0.1, 0.15, 0.05]);
    expect(found.by).toBe('over seeds');
    for (const key of ['value', 'low', 'high'] as const) expect(found[key]).toBeCloseTo(expected[key]!, 12);
  });

  it('there is none of one place, or where a place has no sample', () => {
    expect(trend([])).toBeUndefined();
    expect(trend([[share(0.5)]])).toBeUndefined();
    expect(trend([[share(0.5)], []])).toBeUndefined();
  });
});
