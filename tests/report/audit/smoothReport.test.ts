import { expect, it } from 'vitest';
import type { SmoothRecord } from '#passband/audit/records/smoothRecord.ts';
import { smoothReport } from '#passband/report/audit/smoothReport.ts';
import { withoutOwnScript } from '../page/ownScript.ts';

const share = (value: number) => ({ value, n: 100, low: value - 0.05, high: value + 0.05 });
const same = { onlyFirst: 0, onlySecond: 0, p: 1, differ: false };
const spread = { standardDeviation: 0.05, quartiles: [0.7, 0.8, 0.9] };
const figure = (value: number) => ({ value, n: null, low: null, high: null });

const record: SmoothRecord = {
  schema: 'passband.smooth',
  version: 1,
  versions: { passband: '1.0.0' },
  model: { name: '<b>net</b>', sha256: 'abc', smoothedBefore: null },
  dataset: {
    name: 'cifar-10',
    shape: [3, 32, 32],
    convention: { layout: 'NCHW', channels: 'RGB', range: [0, 1], mean: [0], std: [1] },
    hashes: {},
  },
  notices: ['a notice'],
  command: 'passband smooth',
  seed: 0,
  files: [{ rho: 1, file: 'net-rho-1.onnx' }],
  smoothing: {
    preset: 'authors',
    n: 100,
    convolution: { name: 'stem', shape: [16, 3, 3, 3] },
    columns: [
      { measure: 'fgsm@0.03', method: 'fgsm', epsilon: 0.03, text: '0.03', settings: null },
      { measure: 'pgd@0.03', method: 'pgd', epsilon: 0.03, text: '0.03', settings: null },
    ],
    rows: [
      {
        rho: 0,
        measures: {
          clean: share(0.8),
          'fgsm@0.03': share(0.2),
          'pgd@0.03': share(0.1),
          smoothness: figure(0.85),
        },
        spread,
        paired: { clean: same, 'fgsm@0.03': same, 'pgd@0.03': same },
      },
      {
        rho: 1,
        measures: {
          clean: share(0.6),
          'fgsm@0.03': share(0.3),
          'pgd@0.03': share(0.1),
          smoothness: figure(0.6),
        },
        spread,
        paired: {
          clean: { onlyFirst: 20, onlySecond: 0, p: 1e-6, differ: true },
          'fgsm@0.03': { onlyFirst: 0, onlySecond: 10, p: 0.002, differ: true },
          'pgd@0.03': same,
        },
      },
    ],
  },
};

const report = (changed: Partial<SmoothRecord> = {}) =>
  smoothReport({
    record: { ...record, ...changed },
    kernels: '<svg id="drawn-kernels"></svg>',
    spectrum: '<svg id="drawn-spectrum"></svg>',
    responses: {
      columns: ['layer', 'distance', 'dB'],
      rows: [['as it is', 0, 1.5]],
      marks: { places: [[0, 9]] },
    },
    weights: { columns: ['layer', 'weight'], rows: [['as it is', [1, 2]]] },
    maps: { columns: ['layer', 'u', 'v', 'dB'], rows: [['as it is', -16, -16, -3.5]] },
  });

it('has both pictures, every row and every column, and nothing that is fetched or run', () => {
  const page = report();
  for (const part of [
    'id="drawn-kernels"',
    'id="drawn-spectrum"',
    'layer,distance,dB%0D%0Aas%20it%20is,0,1.5',
    'layer,weight%201,weight%202%0D%0Aas%20it%20is,1,2',
    'layer,u,v,dB%0D%0Aas%20it%20is,-16,-16,-3.5',
    'Data of the maps: <a download="frequency-response-of-the-maps.csv"',
    'as it is',
    'ρ = 1',
    'ε = 0.03',
    'net-rho-1.onnx',
    'a notice',
  ])
    expect(page).toContain(part);
  expect(withoutOwnScript(page)).not.toMatch(/<script|src="http/);
  expect(page).toContain('&lt;b&gt;net&lt;/b&gt;');
});

it('marks what rose and what fell by McNemar’s test, and leaves the rest', () => {
  expect(report().match(/title="(higher|lower) than unsmoothed">[▲▼]/g)).toEqual([
    'title="lower than unsmoothed">▼',
    'title="higher than unsmoothed">▲',
  ]);
});

it('says how the attacks were made', () => {
  expect(report()).toContain('the smallest ε that fools the model was searched for');
});

it('is about smoothness alone where no images were shown', () => {
  const { rows } = record.smoothing;
  const bare = rows.map((row) => ({ ...row, measures: { smoothness: row.measures.smoothness }, paired: {} }));
  const smoothing = { ...record.smoothing, n: null, columns: [], rows: bare };
  const page = report({ dataset: null, smoothing });
  expect(page).toContain('no images were shown');
  expect(page).not.toContain('clean accuracy');
  expect(withoutOwnScript(page)).not.toContain('undefined');
});
