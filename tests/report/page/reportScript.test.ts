import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { auditReport } from '#passband/report/audit/auditReport.ts';
import { runReport } from '#passband/report/run/runReport.ts';
import { accessibilityFaults } from '../../support/browser/accessibility.ts';
import { chromium } from '../../support/browser/chromium.ts';
import { layoutShift } from '../../support/browser/layoutShift.ts';
import { openPage } from '../../support/browser/openPage.ts';
import { sharedBrowser } from '../../support/browser/sharedBrowser.ts';
import { exampleAudit, exampleGallery } from '../audit/exampleAudit.ts';
import { exampleRun } from '../run/exampleRun.ts';
import { openReport } from './openReport.ts';

describe.skipIf(!chromium)('a report in Chromium', () => {
  const browser = sharedBrowser();
  let run: string;
  let audit: string;
  beforeAll(async () => {
    run = await runReport(exampleRun());
    audit = await auditReport({ record: exampleAudit(), gallery: exampleGallery() });
  });

  const tipOf = async (page: Page) =>
    (await page.locator('.tip').innerText()).replaceAll(/[\u202f\s]+/g, ' ');

  /** The middle of the first chart's mark that the data have at `row`, on the screen. */
  const markOnScreen = (page: Page, row: number) =>
    page.evaluate((at) => {
      const plot = document.querySelector<HTMLElement>('[data-marks]')!;
      const [x, y] = JSON.parse(plot.dataset.marks!).places[at];
      const point = new DOMPoint(x, y).matrixTransform(plot.querySelector('g')!.getScreenCTM()!);
      return { x: point.x, y: point.y };
    }, row);

  it('shows the values of the mark that is nearest to the pointer, and hides them when it leaves', async () => {
    const { page, complaints } = await openReport(browser(), run);
    const plot = page.locator('[data-marks]').first();
    await plot.scrollIntoViewIfNeeded();
    const { x, y } = await markOnScreen(page, 6);
    await page.mouse.move(x + 3, y - 2);
    expect(await tipOf(page)).toMatch(/^HFC 4 epoch 7 accuracy \d+\.\d% 95% interval \d+\.\d – \d+\.\d$/);
    const dot = (await page.locator('.mark').boundingBox())!;
    expect([dot.x + dot.width / 2, dot.y + dot.height / 2].map(Math.round)).toEqual([x, y].map(Math.round));
    await page.mouse.move(5, 5);
    expect(await page.locator('.tip, .mark').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('reads a chart with the keyboard: along a curve, and up and down between curves', async () => {
    const { page } = await openReport(browser(), run);
    const plot = page.locator('[data-marks]').first();
    for (let tabs = 0; tabs < 12 && !(await plot.evaluate((one) => one === document.activeElement)); tabs++) {
      await page.keyboard.press('Tab');
    }
    expect(await tipOf(page)).toContain('HFC 4 epoch 1');
    await page.keyboard.press('ArrowRight');
    expect(await tipOf(page)).toContain('HFC 4 epoch 2');
    await page.keyboard.press('End');
    expect(await tipOf(page)).toContain('HFC 4 epoch 12');
    await page.keyboard.press('ArrowUp');
    const above = await tipOf(page);
    expect(above).toMatch(/^(LFC \d+|x) epoch 12/);
    await page.keyboard.press('ArrowDown');
    expect(await tipOf(page)).toContain('HFC 4 epoch 12');
    await page.keyboard.press('Escape');
    expect(await page.locator('.tip').count()).toBe(0);
  });

  it('keeps the values under a finger that was lifted, until another place is touched', async () => {
    const { page } = await openReport(browser(), run, {
      hasTouch: true,
      viewport: { width: 400, height: 800 },
    });
    await page.locator('[data-marks]').first().scrollIntoViewIfNeeded();
    const { x, y } = await markOnScreen(page, 6);
    await page.touchscreen.tap(x, y);
    expect(await tipOf(page)).toContain('HFC 4 epoch 7');
    await page.touchscreen.tap(5, 5);
    expect(await page.locator('.tip').count()).toBe(0);
  });

  it('shows the error rate of each cell of the heat map', async () => {
    const { page } = await openReport(browser(), audit);
    const map = page.locator('#heat-map [data-marks]');
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await tipOf(page)).toMatch(/^u −8 v −(16|8) error \d+\.\d%$/);
  });

  it('gives the drawn points as CSV and JSON, without a network', async () => {
    const { page } = await openReport(browser(), run);
    const download = async (ending: string) => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator(`a[download="accuracy-on-test-images-by-epoch.${ending}"]`).click(),
      ]);
      return readFileSync((await file.path())!, 'utf8');
    };
    const rows = JSON.parse(await download('json'));
    const example = exampleRun().rows.find(
      ({ split, component, radius, epoch }) =>
        split === 'test' && component === 'lfc' && radius === 8 && epoch === 3,
    )!;
    const found = rows.find((row: Record<string, unknown>) => row.series === 'LFC 8' && row.epoch === 3);
    expect(found).toMatchObject({ accuracy: example.accuracy });
    expect(rows).toHaveLength(9 * 12 + 1);
    const csv = (await download('csv')).trimEnd().split('\r\n');
    expect(csv[0]).toBe('series,epoch,accuracy,low,high');
    expect(csv).toContain(`LFC 8,3,${found.accuracy},${found.low},${found.high}`);
    expect(csv).toHaveLength(rows.length + 1);
  });

  it('enlarges a picture by whole multiples, steps through the gallery, and goes back to it', async () => {
    const { page, complaints } = await openReport(browser(), run);
    await page.locator('.samples img').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('p').innerText()).toMatch(/^disc, LFC at r = 4 · /);
    const size = async () => Number.parseInt(await dialog.locator('output').innerText(), 10);
    const width = () => dialog.locator('img').evaluate((image) => image.getBoundingClientRect().width);
    const fit = await size();
    expect(await width()).toBe(32 * fit);
    await page.keyboard.press('-');
    expect(await size()).toBeLessThan(fit);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    expect(await size()).toBeGreaterThan(fit);
    expect(await width()).toBe(32 * (await size()));
    expect(await dialog.locator('img').evaluate((image) => getComputedStyle(image).imageRendering)).toBe(
      'pixelated',
    );
    await page.keyboard.press('ArrowRight');
    expect(await dialog.locator('p').innerText()).toMatch(/^disc, LFC at r = 8/);
    await page.keyboard.press('Escape');
    expect(await dialog.count()).toBe(0);
    // The focus comes back with the dialog's event of closing, a moment after it is gone.
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLImageElement).alt))
      .toBe('disc, LFC at r = 8');
    expect(complaints).toEqual([]);
  });

  it.each([
    { width: 360, scheme: 'light' },
    { width: 1400, scheme: 'dark' },
    { width: 2560, scheme: 'light' },
  ] as const)('neither shifts nor overflows at $width px', async ({ width, scheme }) => {
    for (const report of [run, audit]) {
      const { page } = await openReport(browser(), report, {
        viewport: { width, height: 900 },
        colorScheme: scheme,
      });
      expect(await layoutShift(page)).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  });

  it('moves nothing when half of it arrives late', async () => {
    const half = audit.indexOf('<figure>', audit.indexOf('<figure>') + 1);
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.write(audit.slice(0, half));
      setTimeout(() => response.end(audit.slice(half)), 500);
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { page } = await openPage(browser(), `http://127.0.0.1:${port}/`, {
      viewport: { width: 1400, height: 900 },
    });
    onTestFinished(() => page.context().close());
    expect(await layoutShift(page)).toBe(0);
  });

  it('has nothing that axe objects to, light or dark', async () => {
    for (const report of [run, audit]) {
      const { page } = await openReport(browser(), report);
      expect(await accessibilityFaults(page)).toEqual([]);
    }
  });

  it('prints on white paper, unfolded and without what only a screen needs', async () => {
    const { page } = await openReport(browser(), audit, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const seen = await page.evaluate(() => ({
      ink: getComputedStyle(document.documentElement).getPropertyValue('--ink'),
      paper: getComputedStyle(document.body).backgroundColor,
      links: [...document.querySelectorAll('nav, .data')].filter((one) => one.checkVisibility()).length,
      checks: document.querySelector('details .checks')!.getBoundingClientRect().height,
    }));
    expect(seen).toMatchObject({ ink: '#1b1b1b', paper: 'rgba(0, 0, 0, 0)', links: 0 });
    expect(seen.checks).toBeGreaterThan(100);
  });
});
