import { describe, expect, it } from 'vitest';
import { figureSchema, tableSchema } from '#passband/report/study/studyRecord.ts';
import { barsFigure } from '#passband/studies/drawn/barsFigure.ts';
import { curvesFigure } from '#passband/studies/drawn/curvesFigure.ts';
import { settingsTable } from '#passband/studies/drawn/settingsTable.ts';
import { type CurvesShow, showSchema } from '#passband/studies/spec/studySpec.ts';
import { madeUpKernels, madeUpRobustness } from '../support/madeUpParts.ts';
import { type MadeUpRun, type MadeUpStudy, madeUpStudy } from '../support/madeUpStudy.ts';

const at = {
  'running.x': { 1: 0.2, 2: 0.3, 10: 0.8 },
  'train.x': { 1: 0.3, 10: 0.95 },
  'test.x': { 1: 0.25, 10: 0.7 },
  'test.lfc@4': { 1: 0.1, 10: 0.3 },
  'test.hfc@8': { 1: 0.1, 10: 0.2 },
};
const failed: MadeUpRun = { state: 'failed', failure: 'the loss is NaN', isMissing: true };
const toCome: MadeUpRun = { state: 'to come', isMissing: true };

const curves = (study: MadeUpStudy, show: Omit<CurvesShow, 'panels'> & { panels?: CurvesShow['panels'] }) =>
  figureSchema.parse(curvesFigure(madeUpStudy(study), { panels: 'setting', ...show }, 'figure-1'));

describe('curvesFigure', () => {
  const settings = { vanilla: { at }, dropout: { at }, other: failed, last: toCome };

  it('has a panel for each setting, with the quantities along the epochs', () => {
    const figure = curves({ settings }, { curves: ['train.x', 'test.lfc@4', 'test.hfc@8'] });
    expect(figure.panels.map(({ title, missing }) => [title, missing])).toEqual([
      ['vanilla', null],
      ['dropout', null],
      ['other', 'failed: the loss is NaN'],
      ['last', 'still to come'],
    ]);
    const [{ curves: drawn, levels }, , hole] = figure.panels;
    expect(drawn.map(({ name }) => name)).toEqual([
      'training accuracy',
      'test, r = 4 low',
      'test, r = 8 high',
    ]);
    expect(drawn[0].points).toMatchObject([
      { x: 1, value: 0.3 },
      { x: 10, value: 0.95 },
    ]);
    // Each has a place among those of its kind, by its radius.
    expect(drawn.map(({ stroke }) => stroke)).toEqual([
      { of: 'x', index: 0, count: 1, isTraining: true },
      { of: 'lfc', index: 0, count: 4, isTraining: false },
      { of: 'hfc', index: 1, count: 4, isTraining: false },
    ]);
    expect(levels).toEqual([{ name: 'chance', value: 0.1 }]);
    expect(hole.curves).toEqual([]);
    expect(figure).toMatchObject({
      y: { title: 'accuracy', unit: 'share' },
      spread: expect.stringMatching(/Wilson/),
    });
  });

  it('has a panel for each quantity, with a curve for each setting; means over batches are of every epoch', () => {
    const figure = curves({ settings }, { curves: ['running.x', 'gap', 'test.hfc@16'], panels: 'quantity' });
    const [running, gap, none] = figure.panels;
    expect(running.curves.map(({ name, stroke }) => [name, stroke.index, stroke.count])).toEqual([
      ['vanilla', 0, 4],
      ['dropout', 1, 4],
    ]);
    expect(running.curves[0].points.map(({ x }) => x)).toEqual([1, 2, 10]);
    expect(gap.curves[0].points.map(({ x, value }) => [x, value])).toEqual([
      [1, expect.closeTo(0.05, 12)],
      [10, expect.closeTo(0.25, 12)],
    ]);
    // Chance is a level of accuracies alone.
    expect([running.levels.length, gap.levels.length]).toEqual([1, 0]);
    expect([running.missing, none.missing, none.curves]).toEqual([null, 'failed: the loss is NaN', []]);
  });

  it('of what finished models alone have there is a point at the end, and no level of chance', () => {
    const parts = { ...madeUpKernels(0.4), ...madeUpRobustness(180, { '8/255': [90, 40, 20] }) };
    const figure = curves({ settings: { vanilla: { at, parts } } }, { curves: ['smoothness', 'pgd@8/255'] });
    expect(figure.panels[0].curves.map(({ points }) => points.map(({ x, value }) => [x, value]))).toEqual([
      [[10, 0.4]],
      [[10, 0.1]],
    ]);
    expect(figure.panels[0].levels).toEqual([]);
    expect(figure.y).toEqual({ title: 'smoothness, pgd@8/255', unit: 'share' });
  });

  it('against a varied number it is in the order of the number, where a setting has it from the base too', () => {
    const values = {
      large: { batchSize: 400 },
      small: { batchSize: 20 },
      base: {},
      named: { batchSize: 'x' },
    };
    const study = { settings: { large: { at }, small: { at }, base: { at }, named: { at } }, values };
    const figure = curves(study, { curves: ['test.x'], against: 'batchSize' });
    expect(figure).toMatchObject({ title: 'Against batchSize', x: { title: 'batchSize', kind: 'number' } });
    expect(figure.panels).toHaveLength(1);
    expect(figure.panels[0].curves[0].points.map(({ x }) => x)).toEqual([20, 100, 400]);
  });

  it('against a varied number has a curve for each value of what else varies', () => {
    const values = {
      a: { batchSize: 20, batchNorm: false },
      b: { batchSize: 20, batchNorm: true },
      c: { batchSize: 400, batchNorm: false },
      d: { batchSize: 400, batchNorm: true },
    };
    const study = { settings: { a: { at }, b: { at }, c: { at }, d: { at } }, values };
    const figure = curves(study, { curves: ['test.x', 'gap'], against: 'batchSize' });
    expect(figure.panels.map(({ title }) => title)).toEqual(['test accuracy', 'generalisation gap']);
    for (const { curves: drawn } of figure.panels) {
      expect(drawn.map(({ name, stroke, points }) => [name, stroke.index, points.map(({ x }) => x)])).toEqual(
        [
          ['batchNorm false', 0, [20, 400]],
          ['batchNorm true', 1, [20, 400]],
        ],
      );
    }
  });

  it('against a number of which nothing is known yet it says why it is empty', () => {
    const study = { settings: { large: toCome }, values: { large: { batchSize: 400 } } };
    const [panel] = curves(study, { curves: ['test.x'], against: 'batchSize' }).panels;
    expect(panel).toMatchObject({ missing: 'still to come', curves: [] });
  });

  it('of several seeds the band is from the smallest to the largest', () => {
    const seeds = [0.6, 0.8, 0.7].map((value) => ({ at: { 'test.x': value } }));
    const figure = curves({ settings: { vanilla: seeds } }, { curves: ['test.x'] });
    expect(figure.panels[0].curves[0].points).toEqual([
      { x: 10, value: expect.closeTo(0.7, 12), low: 0.6, high: 0.8 },
    ]);
    expect(figure.spread).toBe('smallest to largest of 3 seeds around their mean');
  });
});

describe('barsFigure', () => {
  const bars = (settings: MadeUpStudy['settings'], quantities: string[]) =>
    figureSchema.parse(barsFigure(madeUpStudy({ settings }), { bars: quantities }, 'figure-2'));

  it('has a panel for each quantity and a bar for each setting that has it', () => {
    const settings = {
      natural: { at, parts: madeUpKernels(0.5) },
      broken: failed,
      adversarial: { at, parts: madeUpKernels(0.4) },
    };
    const figure = bars(settings, ['smoothness', 'test.x', 'pgd@8/255']);
    expect(figure.x).toEqual({
      ...{ title: 'setting', kind: 'category', categories: ['natural', 'broken', 'adversarial'] },
    });
    const [smoothness, accuracy, none] = figure.panels;
    expect(smoothness.curves[0].points.map(({ x, value }) => [x, value])).toEqual([
      [0, 0.5],
      [2, 0.4],
    ]);
    expect(accuracy.curves[0].points[0]).toMatchObject({ x: 0, value: 0.7 });
    expect(none).toMatchObject({ curves: [], missing: 'failed: the loss is NaN' });
    expect(figure.y.unit).toBe('share');
  });

  it('epochs are numbers', () => {
    expect(bars({ natural: { at } }, ['epochs-to@0.5']).y).toEqual({
      title: 'epochs-to@0.5',
      unit: 'number',
    });
  });
});

describe('settingsTable', () => {
  const table = (study: MadeUpStudy, show: object) => {
    const parsed = showSchema.parse(show);
    if (!('table' in parsed)) throw new Error('no table');
    return tableSchema.parse(settingsTable(madeUpStudy(study), parsed, 'table-1'));
  };

  it('has a row for each setting, and a hole with its reason', () => {
    const { corner, columns, rows } = table(
      { settings: { vanilla: { at }, short: { at: { 'train.x': 0.74 } }, broken: failed, last: toCome } },
      { table: ['train.x', 'test.x', 'epochs-to@0.5'] },
    );
    expect([corner, columns.map(({ name }) => name)]).toEqual([
      'setting',
      ['training accuracy', 'test accuracy', 'epochs to 0.5 on training images'],
    ]);
    expect(rows.map(({ name, cells }) => [name, cells[0].ours?.value ?? null, cells[0].note])).toEqual([
      ['vanilla', 0.95, null],
      ['short', 0.74, 'not fitted (.74)'],
      ['broken', null, 'failed: the loss is NaN'],
      ['last', null, 'still to come'],
    ]);
    expect(rows[0].cells.map(({ unit, images }) => [unit, images])).toEqual([
      ['share', 'train'],
      ['share', 'test'],
      ['number', 'train'],
    ]);
  });

  it('has a varied key in rows and another in groups of columns, with empty cells where there is no such setting', () => {
    const of = (trainRadius: number, batchNorm: boolean) => ({ trainRadius, batchNorm });
    const values = { a: of(4, false), b: of(4, true), c: of(8, true) };
    const run = (test: number) => ({ at: { 'train.x': 1, 'test.x': test } });
    const { corner, columns, rows } = table(
      { settings: { a: run(0.1), b: run(0.2), c: run(0.3) }, values },
      { table: ['test.x', 'epochs-to@0.5'], rows: 'trainRadius', groups: 'batchNorm' },
    );
    expect(corner).toBe('trainRadius');
    const [off, on] = ['batchNorm = false', 'batchNorm = true'];
    expect(columns.map(({ group }) => group)).toEqual([off, off, on, on]);
    const found = rows.map(({ name, cells }) => [name, ...cells.map(({ ours }) => ours?.value ?? null)]);
    expect(found).toEqual([
      ['4', 0.1, 10, 0.2, 10],
      ['8', null, null, 0.3, 10],
    ]);
    expect(rows[1].cells.map(({ unit }) => unit)).toEqual(['share', 'number', 'share', 'number']);
  });

  it('rows have what all runs share where a setting does not vary it', () => {
    const study = { settings: { base: { at }, large: { at } }, values: { large: { batchSize: 400 } } };
    expect(table(study, { table: ['test.x'], rows: 'batchSize' }).rows.map(({ name }) => name)).toEqual([
      '100',
      '400',
    ]);
  });
});
