import { describe, expect, it } from 'vitest';
import { chooseGallery } from '#passband/audit/frequencies/chooseGallery.ts';
import { compareSplits, compareSplitsSchema } from '#passband/audit/frequencies/compareSplits.ts';
import { decided, recordedFlags } from '#passband/audit/frequencies/decided.ts';
import { decidedByHfc, decidedByHfcSchema } from '#passband/audit/frequencies/decidedByHfc.ts';
import { decidedBySvd, decidedBySvdSchema } from '#passband/audit/frequencies/decidedBySvd.ts';
import { componentAnswers } from '#passband/audit/measures/componentAnswers.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { constantClassifier, gratingReader } from '../constructedClassifier.ts';

const random = seededRandom('decided');

/** Answers of one prediction each, all equally sure. */
const said = (...predictions: number[]) => ({
  predictions: Int32Array.from(predictions),
  confidences: new Float32Array(predictions.length).fill(0.5),
});

describe('decided', () => {
  const labels = Int32Array.of(0, 0, 1, 1, 1);
  const parts = { x: said(0, 0, 1, 1, 0), low: said(1, 0, 0, 0, 0), high: said(0, 0, 1, 0, 1) };

  it('is f(x) = y, f(x_h) = y and f(x_l) ≠ y', () => {
    const { n, rate, images } = decided(parts, labels, { random });
    expect(n).toBe(5);
    expect(rate).toMatchObject({ value: 0.4, n: 5 });
    expect(images.map(({ index, label, lowPrediction }) => [index, label, lowPrediction])).toEqual([
      [0, 0, 1],
      [2, 1, 0],
    ]);
    expect(Array.from(recordedFlags({ n, images }))).toEqual([1, 0, 1, 0, 0]);
  });

  it('has a rate within each class', () => {
    const { classes } = decided(parts, labels, { random });
    expect(classes.map(({ label, value, n }) => ({ label, value, n }))).toEqual([
      { label: 0, value: 1 / 2, n: 2 },
      { label: 1, value: 1 / 3, n: 3 },
    ]);
  });

  it('expects by chance what the mean over all other images gives', () => {
    // Images 0, 2 and 3 are right on x and wrong on the first part, so that the second one decides.
    const highs = [0, 0, 1, 0, 1];
    const needing = [0, 2, 3];
    const shares = needing.map(
      (image) => highs.filter((label, other) => other !== image && label === labels[image]).length / 4,
    );
    const expected = shares.reduce((sum, share) => sum + share, 0) / 5;
    expect(decided(parts, labels, { random }).baseline.expectedRate).toBeCloseTo(expected, 12);
  });

  it('draws the baseline around its expectation, the same from the same stream', () => {
    const n = 2000;
    const many = Int32Array.from({ length: n }, (_, image) => image % 4);
    const own = { predictions: many, confidences: new Float32Array(n) };
    const wrong = { predictions: many.map((label) => (label + 1) % 4), confidences: new Float32Array(n) };
    const { rate, baseline } = decided({ x: own, low: wrong, high: own }, many, { random });
    expect(rate.value).toBe(1);
    expect(baseline.expectedRate).toBeCloseTo(499 / 1999, 12);
    expect(Math.abs(baseline.rate.value - 0.25)).toBeLessThan(0.04);
    expect(baseline.verdict).toBe('holds');
    const again = decided({ x: own, low: wrong, high: own }, many, { random: seededRandom('decided') });
    expect(again.baseline).toEqual(
      decided({ x: own, low: wrong, high: own }, many, { random: seededRandom('decided') }).baseline,
    );
  });

  it('needs two images, so that there is another one', () => {
    const one = { x: said(0), low: said(1), high: said(0) };
    expect(() => decided(one, Int32Array.of(0), { random })).toThrow('at least two images, got 1');
  });
});

describe('the gallery', () => {
  const candidate = (label: number, least: number) => ({
    label,
    confidence: 1,
    lowConfidence: least,
    highConfidence: 0.9,
  });

  it('takes the surest of each class before a second of any', () => {
    const candidates = [candidate(0, 0.8), candidate(0, 0.7), candidate(1, 0.2), candidate(2, 0.5)];
    expect(chooseGallery(candidates)).toEqual([0, 3, 2, 1]);
    expect(chooseGallery(candidates, 2)).toEqual([0, 3]);
  });

  it('goes by the least sure of the three answers, then by place', () => {
    const candidates = [
      candidate(0, 0.95),
      { ...candidate(1, 0.99), highConfidence: 0.3 },
      candidate(2, 0.9),
    ];
    expect(chooseGallery(candidates)).toEqual([0, 2, 1]);
    expect(chooseGallery([])).toEqual([]);
  });
});

describe('on planted images, a reader of gratings', async () => {
  const { test } = plantedDataset({
    seed: 2,
    count: 1,
    testCount: 120,
    highReliability: 1,
    amplitude: 0.04,
  });
  const classifier = gratingReader();
  const answers = await componentAnswers(classifier, test, { radii: [8, 12] });
  const byHfc = decidedByHfc(answers, { radius: 8, random });

  it('decides nine of ten by HFC at r = 8, one of ten by chance: claim C1 holds', () => {
    // What LFC says is noise, which is right once in ten.
    expect(byHfc.rate.value).toBeGreaterThan(0.75);
    expect(byHfc.baseline.expectedRate).toBeLessThan(0.13);
    expect(byHfc.baseline.verdict).toBe('holds');
    expect(byHfc).toMatchObject({
      radius: 8,
      rescale: 'none',
      distance: 'l2',
      boundary: 'inclusive',
      n: 120,
    });
  });

  it('has a gallery of eight classes', () => {
    expect(byHfc.gallery).toHaveLength(8);
    expect(new Set(byHfc.gallery.map((place) => byHfc.images[place].label)).size).toBe(8);
  });

  it('decides as much by the rest of its singular values where their energy is LFC’s, and says how near', async () => {
    const bySvd = await decidedBySvd(classifier, test, answers, { radius: 8, random });
    expect(bySvd.energyGap.mean).toBeLessThan(0.01);
    expect(bySvd.energyGap.largest).toBeGreaterThanOrEqual(bySvd.energyGap.mean);
    expect(bySvd.ranks.lowest).toBeGreaterThanOrEqual(1);
    expect(bySvd.ranks.mean).toBeGreaterThan(bySvd.ranks.lowest);
    expect(decidedBySvdSchema.parse(JSON.parse(JSON.stringify(bySvd)))).toEqual(bySvd);
    const comparison = compareSplits(byHfc, bySvd);
    expect(comparison.hfc).toEqual(byHfc.rate);
    expect(comparison.svd).toEqual(bySvd.rate);
    expect(comparison.ratio).toBeCloseTo(bySvd.rate.value / byHfc.rate.value, 12);
    expect(compareSplitsSchema.parse(JSON.parse(JSON.stringify(comparison)))).toEqual(comparison);
  });

  it('is read back through its schema', () => {
    expect(decidedByHfcSchema.parse(JSON.parse(JSON.stringify(byHfc)))).toEqual(byHfc);
  });

  it('is asked for at a radius of the pass', async () => {
    expect(() => decidedByHfc(answers, { radius: 9, random })).toThrow('must have been asked for');
    await expect(decidedBySvd(classifier, test, answers, { radius: 9, random })).rejects.toThrow(
      'decidedBySvd: radius must be one of 8,12, got 9',
    );
  });

  it('a constant classifier decides nothing by HFC, and whether C1 holds stays open', async () => {
    const constant = await componentAnswers(constantClassifier(3, 10), test, { radii: [12] });
    const record = decidedByHfc(constant, { random });
    expect(record.rate).toMatchObject({ value: 0, low: 0 });
    expect(record.images).toEqual([]);
    expect(record.baseline).toMatchObject({ expectedRate: 0, p: 1, verdict: 'undecided' });
  });
});

describe('compareSplits', () => {
  const record = (n: number, ...indices: number[]) =>
    ({ n, images: indices.map((index) => ({ index })) }) as unknown as Parameters<typeof compareSplits>[0];
  const range = (start: number, end: number) => Array.from({ length: end - start }, (_, at) => start + at);

  it('C32 holds where the singular values clearly give less than half as many', () => {
    expect(compareSplits(record(1000, ...range(0, 100)), record(1000, ...range(90, 110)))).toMatchObject({
      both: 10,
      onlyHfc: 90,
      onlySvd: 10,
      ratio: 0.2,
      verdict: 'holds',
    });
  });

  it('C32 does not hold where they clearly give more than half as many', () => {
    const { verdict, aboveHalf } = compareSplits(
      record(1000, ...range(0, 100)),
      record(1000, ...range(0, 90)),
    );
    expect(verdict).toBe('does not hold');
    expect(aboveHalf.value).toBeCloseTo(0.04, 12);
    // 90 images add ½, ten −½: variance of the mean.
    const half = 1.959964 * Math.sqrt(((100 * 0.25) / 1000 - 0.04 ** 2) / 1000);
    expect(aboveHalf.high - aboveHalf.value).toBeCloseTo(half, 6);
  });

  it('C32 is undecided where there are too few images to tell, and where there are none', () => {
    expect(compareSplits(record(1000, 1, 2, 3), record(1000, 4)).verdict).toBe('undecided');
    expect(compareSplits(record(1000), record(1000))).toMatchObject({
      ratio: null,
      p: 1,
      verdict: 'undecided',
    });
  });

  it('compares the same images', () => {
    expect(() => compareSplits(record(10), record(9))).toThrow('the same images, got 10 and 9');
  });
});
