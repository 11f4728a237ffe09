import { describe, expect, it } from 'vitest';
import type { ComparedRun } from '#passband/report/run/runComparison.ts';
import { runComparisonReport } from '#passband/report/run/runComparisonReport.ts';
import { differenceInterval } from '#passband/statistics/differenceInterval.ts';
import { wilsonInterval } from '#passband/statistics/wilsonInterval.ts';
import type { ClassificationRow } from '#passband/training/tasks/classification/classification.ts';
import { withoutOwnScript } from '../page/ownScript.ts';
import { exampleRun } from './exampleRun.ts';

/** A run whose rows are changed by `change`. */
function compared(
  name: string,
  change: (row: ClassificationRow) => ClassificationRow = (row) => row,
): ComparedRun {
  const { run, rows, command } = exampleRun({ epochs: 4 });
  return { name, record: run, rows: rows.map(change), command };
}

const correctOnX = (correct: number) => (row: ClassificationRow) =>
  row.component === 'x' && row.split === 'test'
    ? { ...row, correct, n: 1000, accuracy: correct / 1000 }
    : row;

const pageOf = (...runs: ComparedRun[]) => runComparisonReport({ runs, command: 'passband compare' });

/** The cells of a row of a table, as text. */
function rowOf(page: string, name: string): string[] {
  const [, cells] = page.match(new RegExp(`<tr><th scope="row">${name}</th>(.*?)</tr>`))!;
  return cells.split('</td>').map((cell) => cell.replace(/<[^>]+>/g, ' ').replaceAll('\u202f', ''));
}

describe('runComparisonReport', () => {
  it('has a row for x on reserve images where a run has them', async () => {
    const one = compared('one');
    const reserve = one.rows
      .filter(({ split }) => split === 'test')
      .map((row) => ({ ...row, split: 'reserve' as const, correct: 700, n: 1000, accuracy: 0.7 }));
    const page = await pageOf({ ...one, rows: [...one.rows, ...reserve] }, compared('two'));
    expect(rowOf(page, 'x, reserve images')[0]).toContain('70.0%');
    expect(rowOf(page, 'x, reserve images')[1]).toContain('–');
  });

  it('draws one chart for x on each split and for each component on test images, a curve for each run', async () => {
    const page = await pageOf(compared('one'), compared('two'), compared('three'));
    const captions = [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, text]) => text);
    expect(captions).toEqual(
      [
        'x, test',
        'x, training',
        ...['LFC', 'HFC'].flatMap((part) => [4, 8, 12, 16].map((r) => `${part} ${r}, test`)),
      ].map((name) => `Accuracy on ${name} images`),
    );
    for (const name of ['one', 'two', 'three']) {
      expect(page.match(new RegExp(`<text[^>]*>${name}</text>`, 'g'))).toHaveLength(captions.length);
    }
  });

  it('gives each difference from the first run its interval, and marks those that leave out zero', async () => {
    const page = await pageOf(
      compared('one', correctOnX(800)),
      compared('two', correctOnX(700)),
      compared('three', correctOnX(805)),
    );
    const estimate = (correct: number) => ({ value: correct / 1000, ...wilsonInterval(correct, 1000) });
    const { low, high } = differenceInterval(estimate(700), estimate(800));
    const points = (share: number) => (100 * share).toFixed(1).replace('-', '−');
    const [first, second, third] = rowOf(page, 'x, test images');
    expect(first).toMatch(/^ ?80\.0% /);
    expect(second).toContain(`70.0%`);
    expect(second).toContain('▼');
    expect(second).toContain(`−10.0 (${points(low)} to ${points(high)})`);
    expect(third).toMatch(/80\.5%.*\+0\.5 \(−\d\.\d to \+\d\.\d\)/);
    expect(third).not.toMatch(/[▲▼]/);
  });

  it('lists only the settings in which the runs differ, and those they share apart', async () => {
    const [one, two] = [compared('one'), compared('two')];
    const config = { ...two.record.config, learningRate: 0.5, augment: true, out: 'elsewhere' };
    const page = await pageOf(one, { ...two, record: { ...two.record, config } });
    const section = page.match(/<section id="differences"[\s\S]*?<\/section>/)![0];
    expect(rowOf(section, 'learning rate').map((text) => text.trim())).toEqual([
      String(one.record.config.learningRate),
      '0.5',
      '',
    ]);
    expect(section.match(/<th scope="row">/g)).toHaveLength(2);
    expect(page.match(/Settings that all runs share[\s\S]*?<\/details>/)![0]).toContain('<dt>optimizer</dt>');
    expect(await pageOf(one, two)).toContain('The runs have the same settings, data and versions.');
  });

  it('compares runs of which one has other radii, or has measured nothing yet', async () => {
    const other = compared('other', (row) => (row.radius === 4 ? { ...row, radius: 6 } : row));
    const page = withoutOwnScript(await pageOf(compared('one'), other, { ...compared('none'), rows: [] }));
    expect(page).toContain('Accuracy on LFC 6, test images');
    expect(page).toContain('<b>none</b> has not been measured.');
    expect(page.replace(/ href="data:[^"]*"/g, '')).not.toMatch(/NaN|undefined|Infinity/);
    const empty = await pageOf({ ...compared('one'), rows: [] }, { ...compared('two'), rows: [] });
    expect(empty).toContain('No epoch of <b>one</b> has been measured yet.');
  });
});
