import { expect, it } from 'vitest';
import { measureSchema, shareOf } from '#passband/audit/measures/measure.ts';
import { measuresOf } from '#passband/audit/records/measuresOf.ts';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';
import { attacksOf, rowOf, settings } from '../constructedRows.ts';

it('has no figures before there is a part', () => {
  expect(measuresOf({}, settings)).toEqual({});
});

it('counts flags by their names, with the interval of their number', () => {
  const measures = measuresOf({ flags: { clean: '1110', 'lfc@8': '1000' } }, settings);
  expect(measures).toEqual({
    clean: { value: 0.75, n: 4, ...wilsonInterval(3, 4) },
    'lfc@8': { value: 0.25, n: 4, ...wilsonInterval(1, 4) },
  });
});

it('takes each attack’s robust accuracy by the attack’s name', () => {
  const attacks = attacksOf(
    rowOf({ method: 'pgd' }, '8/255', 20),
    rowOf({ method: 'pgd', norm: 'l2' }, '0.5', 30),
  );
  expect(measuresOf({ attacks }, settings)).toEqual({
    'pgd@8/255': shareOf(20, 100),
    'pgd-l2@0.5': shareOf(30, 100),
  });
});

it('reads the certificate at the audit’s own sizes, in both norms', () => {
  const certificate = {
    n: 4,
    clean: shareOf(3, 4),
    distance: 'l2' as const,
    radii: 2,
    broken: { l2: [0, 0.3, 0.6, null], linf: [0, 0.02, 0.05, null] },
    curves: { l2: [], linf: [] },
    evaluations: 6,
  };
  expect(measuresOf({ certificate }, settings)).toEqual({
    'certificate@4/255': shareOf(3, 4),
    'certificate@8/255': shareOf(2, 4),
    'certificate-l2@0.5': shareOf(2, 4),
  });
});

it('gives the first layer’s smoothness without an interval, since it is no share of images', () => {
  const firstLayer = {
    name: 'conv',
    shape: [1, 1, 1, 1],
    weights: [1],
    smoothness: 0.8,
    spread: { standardDeviation: 0, quartiles: [0.8, 0.8, 0.8] },
    power: [],
  };
  const { smoothness } = measuresOf({ firstLayer }, settings);
  expect(smoothness).toEqual({ value: 0.8, n: null, low: null, high: null });
  expect(measureSchema.parse(smoothness)).toEqual(smoothness);
});
