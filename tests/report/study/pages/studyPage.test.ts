import { describe, expect, it } from 'vitest';
import { studyReport } from '#passband/report/study/pages/studyReport.ts';
import { accessibilityFaults } from '../../../support/browser/accessibility.ts';
import { chromium } from '../../../support/browser/chromium.ts';
import { sharedBrowser } from '../../../support/browser/sharedBrowser.ts';
import { openReport } from '../../page/openReport.ts';
import { bandsFigure, exampleStudy, picture } from '../exampleStudy.ts';

describe.skipIf(!chromium)('the page of a study in Chromium', () => {
  const browser = sharedBrowser();

  it('has nothing that axe objects to, fits a phone with names that have no spaces, and shows its pictures', async () => {
    const long = 'w'.repeat(120);
    const { tables, ...record } = exampleStudy({ methods: long, about: long });
    const [table] = tables;
    const rows = table.rows.map((row, place) => ({ ...row, name: `${long}${place}` }));
    const withLong = studyReport({
      record: { ...record, tables: [{ ...table, rows }] },
      pictures: { kernels: picture },
    });
    const { page: opened, complaints } = await openReport(browser(), withLong, {
      viewport: { width: 360, height: 800 },
    });
    expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await opened.evaluate(() => document.querySelector('img')?.naturalWidth)).toBe(200);
    expect(await accessibilityFaults(opened)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows the values of every panel under the pointer, and what their bands are', async () => {
    const record = exampleStudy({ figures: [bandsFigure()], seeds: [0, 1, 2] });
    const { page: opened } = await openReport(browser(), studyReport({ record, pictures: {} }));
    const plot = opened.locator('[data-marks]');
    await plot.scrollIntoViewIfNeeded();
    // The last point of the first curve of the last panel.
    const at = 2 * 10 + 4;
    const place = await plot.evaluate((element, row) => {
      const [x, y] = JSON.parse((element as HTMLElement).dataset.marks!).places[row];
      const point = new DOMPoint(x, y).matrixTransform(element.querySelector('g')!.getScreenCTM()!);
      return { x: point.x, y: point.y };
    }, at);
    await opened.mouse.move(place.x + 2, place.y + 2);
    const { value, low, high } = bandsFigure().panels[3].curves[0].points[4];
    const [shown, ...range] = [value, low!, high!].map((share) => (100 * share).toFixed(1));
    expect((await opened.locator('.tip').innerText()).replaceAll(/[\u202f\s]+/g, ' ')).toBe(
      `r = 16: with batch norm epoch 12 training accuracy ${shown}% smallest to largest of 3 seeds around their mean ${range.join(' – ')}`,
    );
  });
});
