import { describe, expect, it } from 'vitest';
import { type StudyCell, tableSchema } from '#passband/report/study/studyRecord.ts';
import { cellOf, isInside } from '#passband/studies/drawn/cells.ts';
import { table1, table2, table3 } from '#passband/studies/drawn/paperNumbers.ts';
import { generalisationTable, smoothingTable } from '#passband/studies/drawn/paperTables.ts';
import { quantityOf } from '#passband/studies/results/quantities.ts';
import { paperRadii } from '#passband/studies/spec/scales.ts';
import { madeUpSmoothing } from '../support/madeUpParts.ts';
import { type MadeUpRun, madeUpStudy } from '../support/madeUpStudy.ts';

type Radii = ReturnType<typeof paperRadii>;

function generalisation(radii: Radii, run: MadeUpRun, paper: Parameters<typeof generalisationTable>[2]) {
  const settings = Object.fromEntries(
    radii.flatMap(({ radius }) => [
      [`lfc-${radius}`, run],
      [`hfc-${radius}`, run],
    ]),
  );
  const results = madeUpStudy({ settings, radii: radii.map(({ radius }) => radius) });
  return tableSchema.parse(generalisationTable(results, radii, paper));
}

const run: MadeUpRun = { at: { 'train.x': 0.95, 'test.x': 0.62 } };
const paperOf = (cells: readonly StudyCell[]) => cells.map(({ paper }) => paper);

describe('generalisationTable', () => {
  it('stands beside Table 1, radius by radius', () => {
    const table = generalisation(paperRadii([3, 32, 32]), run, table1);
    expect(table.paper).toBe('Table 1');
    expect(table.columns.map(({ group, name }) => `${group} ${name}`)).toEqual([
      'LFC train acc.',
      'LFC test acc.',
      'HFC train acc.',
      'HFC test acc.',
    ]);
    expect(table.rows.map(({ name }) => name)).toEqual(['4', '8', '12', '16']);
    expect(paperOf(table.rows[0].cells)).toEqual([0.9668, 0.6167, 0.9885, 0.2002]);
    expect(paperOf(table.rows[3].cells)).toEqual([0.9839, 0.7714, 0.9384, 0.1281]);
    // .62 of 1,000 images and .6167 of 10,000 may be one number; .95 and .9668 of 50,000 differ by more than ± 1.4 points.
    expect(table.rows[0].cells.map((cell) => cell.isInside)).toEqual([false, true, false, false]);
  });

  it('at other radii each row stands beside the paper’s row of that radius, if there is one', () => {
    const own = [8, 10, 16].map((radius) => ({ radius, paper: null }));
    const { rows } = generalisation(own, run, table1);
    expect(rows.map(({ cells }) => cells[1].paper)).toEqual([0.7154, null, 0.7714]);
    expect(rows[1].cells[1]).toMatchObject({ isInside: null, ours: { value: 0.62 } });
  });

  it('of smaller images each radius stands beside the one that it was scaled from', () => {
    const table = generalisation(paperRadii([3, 64, 64]), run, table3);
    expect(table.paper).toBe('Table 3');
    expect(table.rows.map(({ name, cells }) => [name, cells[1].paper])).toEqual([
      ['7.14', 0.5477],
      ['14.29', 0.6477],
      ['28.57', 0.83],
      ['42.86', 0.8415],
    ]);
  });

  it('reserve images stand beside the test images, in columns of their own', () => {
    const withReserve = { at: { ...run.at, 'reserve.x': 0.61 }, images: { reserve: 10_000 } };
    const [{ cells }] = generalisation(paperRadii([3, 32, 32]), withReserve, table1).rows;
    expect(cells.map(({ images }) => images)).toEqual([
      'train',
      'test',
      'reserve',
      'train',
      'test',
      'reserve',
    ]);
    expect(cells[2]).toMatchObject({ ours: { value: 0.61, n: 10_000 }, paper: 0.6167, isInside: true });
  });

  it('of other data nothing stands beside it', () => {
    const { rows } = generalisation(paperRadii([3, 32, 32]), run, undefined);
    for (const { cells } of rows)
      for (const cell of cells) expect(cell).toMatchObject({ paper: null, isInside: null });
  });
});

describe('smoothingTable', () => {
  const parts = { smoothingEpsilons: ['0.03', '0.06', '0.09'], rhos: [0.25, 1] };
  const names = [
    'clean',
    ...['fgsm', 'pgd'].flatMap((method) => parts.smoothingEpsilons.map((e) => `${method}@${e}`)),
  ];
  const counts = (all: number[]) => Object.fromEntries(names.map((name, place) => [name, all[place]]));
  const measured: MadeUpRun = {
    at: { 'train.x': 0.95, 'test.x': 0.85 },
    parts: madeUpSmoothing({
      0: counts([850, 107, 69, 44, 3, 2, 2]),
      0.25: counts([743, 160, 110, 79, 21, 5, 5]),
      1: counts([631, 171, 140, 127, 86, 78, 300]),
    }),
  };

  it('stands beside Table 2, row by row and column by column', () => {
    const results = madeUpStudy({ settings: { natural: measured, adversarial: measured } });
    const table = tableSchema.parse(smoothingTable(results, parts, table2));
    expect(table.paper).toBe('Table 2');
    expect(table.columns.map(({ group, name }) => (group ? `${group} ${name}` : name))).toEqual([
      'clean',
      ...['FGSM', 'PGD'].flatMap((method) => parts.smoothingEpsilons.map((e) => `${method} ε = ${e}`)),
    ]);
    expect(table.rows.map(({ name }) => name)).toEqual([
      ...['natural, ρ = 0', 'natural, ρ = 0.25', 'natural, ρ = 1'],
      ...['adversarial, ρ = 0', 'adversarial, ρ = 0.25', 'adversarial, ρ = 1'],
    ]);
    expect(paperOf(table.rows[0].cells)).toEqual([0.856, 0.107, 0.069, 0.044, 0.003, 0.002, 0.002]);
    expect(paperOf(table.rows[5].cells)).toEqual([0.638, 0.356, 0.223, 0.186, 0.337, 0.175, 0.131]);
    expect(table.rows[2].cells.map((cell) => cell.isInside)).toEqual([...Array(6).fill(true), false]);
  });

  it('before anything was smoothed each of its cells says so', () => {
    const toCome: MadeUpRun = { state: 'to come', isMissing: true };
    const results = madeUpStudy({ settings: { natural: toCome, adversarial: toCome } });
    const { rows } = tableSchema.parse(smoothingTable(results, parts, table2));
    expect(rows).toHaveLength(6);
    for (const { cells } of rows) {
      expect(cells).toHaveLength(7);
      for (const cell of cells)
        expect(cell).toMatchObject({ ours: null, isInside: null, note: 'still to come' });
    }
  });
});

describe('isInside', () => {
  const ours = { value: 0.6, low: 0.57, high: 0.63, sd: null, seeds: 1, n: 1000 };

  it.each([
    // Newcombe's interval of .6 of 1,000 − the paper's of 10,000 is about ± 3.2 points.
    [{ value: 0.63, n: 10_000 }, true],
    [{ value: 0.57, n: 10_000 }, true],
    [{ value: 0.635, n: 10_000 }, false],
    [{ value: 0.565, n: 10_000 }, false],
    // Beside fewer images it is wider.
    [{ value: 0.64, n: 1000 }, true],
    // Where the paper does not say how many, our interval alone, 57.0 to 63.0%.
    [{ value: 0.625, n: null }, true],
    [{ value: 0.635, n: null }, false],
  ])('of one seed: %j is %s', (paper, expected) => {
    expect(isInside(ours, paper)).toBe(expected);
  });

  it.each([
    // Student's t with 2 degrees is 4.30: 4.30 · .02 · √(1 + ⅓) = 9.9 points.
    [0.698, true],
    [0.502, true],
    [0.702, false],
    [0.498, false],
  ])('of three seeds with a deviation of 2 points %s is %s, whatever the images', (value, expected) => {
    expect(isInside({ ...ours, seeds: 3, sd: 0.02 }, { value, n: 10_000 })).toBe(expected);
  });

  it('of what is no share of images only an interval of its own can hold it', () => {
    const number = { ...ours, n: null };
    expect(isInside(number, { value: 0.62, n: null })).toBe(true);
    expect(isInside({ ...number, low: null, high: null }, { value: 0.6, n: null })).toBe(false);
  });
});

it('a cell says what a reader must know: not fitted, not complete', () => {
  const cell = (runs: readonly MadeUpRun[]) => {
    const results = madeUpStudy({ settings: { some: runs } });
    return cellOf({ results, setting: results.settings[0], quantity: quantityOf('test.x') });
  };
  expect(cell([run]).note).toBeNull();
  expect(cell([{ ...run, state: 'running' }]).note).toBe('not complete');
  expect(cell([run, { state: 'failed', failure: 'it broke', isMissing: true }])).toMatchObject({
    ...{ note: 'not complete', ours: { seeds: 1 } },
  });
  expect(cell([{ at: { 'train.x': 0.5, 'test.x': 0.4 } }]).note).toBe('not fitted (.50)');
});
