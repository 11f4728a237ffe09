import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { runReport } from '#passband/report/run/runReport.ts';
import { appendHistory, readHistory } from '#passband/training/run/history.ts';
import { setRunStatus } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { exampleRun } from '../report/run/exampleRun.ts';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { chromium } from '../support/browser/chromium.ts';
import { servedPages } from './servedPages.ts';
import { rowsOf, startServer, temporaryFolder, writeRun } from './startServer.ts';

const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** How many epochs the curve of x on test images has. */
const pointsOf = (page: Page) =>
  page
    .locator('figure', { hasText: 'Accuracy on test images' })
    .locator('svg path[stroke="var(--ink)"]')
    .getAttribute('d')
    .then((path) => path!.split(/[ML]/).length - 1);

describe.skipIf(!chromium)('serve in Chromium', () => {
  const open = servedPages();

  it('opens the report of a run from the list, and comes back', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a & b'));
    const report = await runReport(exampleRun());
    writeFileSync(join(runs, 'a & b', 'report.html'), report);
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(url);
    await page.getByRole('link', { name: 'a & b' }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'six-conv on planted' }).waitFor();
    expect(page.url()).toBe(`${url}/runs/a%20%26%20b/`);
    expect(await page.title()).toBe('a & b · Passband');
    expect(await frame.locator('.sample').count()).toBe(8);
    // So that its keys scroll it.
    expect(await page.evaluate('document.activeElement.localName')).toBe('iframe');
    // Its own script and its links to data are at work in the sandbox.
    await frame.locator('figure', { hasText: 'Accuracy on test images' }).locator('.plot').hover();
    await frame.locator('.tip').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      frame.getByRole('link', { name: 'CSV' }).first().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await page.goBack();
    await page.getByRole('heading', { name: 'Training runs' }).waitFor();
    await page.goForward();
    // Out of the sandbox that the report is in.
    await page.getByRole('link', { name: 'All results' }).click();
    await page.getByRole('heading', { name: 'Training runs' }).waitFor();
    expect(page.url()).toBe(`${url}/`);
    expect(complaints()).toEqual([]);
  });

  it('shows how a curve grows, without a jump, to the report at its end', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    const run = await writeRun(folder, { epochs: 2, status: 'running' });
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(`${url}/runs/a/`);
    expect(await pointsOf(page)).toBe(2);

    await page.evaluate('scrollTo(0, 400)');
    const table = await page.locator('.numbers').elementHandle();
    for (const epoch of [3, 4]) {
      await appendHistory(folder, rowsOf(epoch), classification.columns);
      await expect.poll(() => pointsOf(page)).toBe(epoch);
    }
    expect(await page.evaluate('scrollY')).toBe(400);
    expect(await table!.evaluate((element) => element.isConnected)).toBe(true);
    // A plot that is new shows its values too.
    await page.locator('figure', { hasText: 'Accuracy on test images' }).locator('.plot').hover();
    await page.locator('.tip').waitFor();
    expect(await page.locator('header').textContent()).toContain('4 of 12 epochs (running)');

    const stopped = await setRunStatus(run, 'stopped');
    await page.getByText('4 of 12 epochs (stopped)').waitFor();
    const rows = await readHistory(folder, classification.columns);
    writeFileSync(
      join(folder, 'report.html'),
      await runReport({ ...exampleRun(), run: stopped.record, rows }),
    );
    await expect.poll(() => page.frameLocator('iframe').locator('.sample').count()).toBe(8);

    await setRunStatus(run, 'running');
    await appendHistory(folder, rowsOf(5), classification.columns);
    await expect.poll(() => pointsOf(page)).toBe(5);
    expect(complaints()).toEqual([]);
  });

  it('shows in the list what appears and what is gone, and a folder that was empty', async () => {
    const runs = temporaryFolder();
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(url);
    await page.getByText('There is nothing here yet').waitFor();
    await writeRun(join(runs, 'first'), { epochs: 1, status: 'running' });
    await page.getByRole('link', { name: 'first' }).waitFor();
    await writeRun(join(runs, 'second'));
    await page.getByRole('link', { name: 'second' }).waitFor();
    rmSync(join(runs, 'first'), { recursive: true });
    await expect.poll(() => page.getByRole('link', { name: 'first' }).count()).toBe(0);
    expect(complaints()).toEqual([]);
  });

  it('puts runs that are ticked side by side, and keeps them ticked when the list changes', async () => {
    const runs = temporaryFolder();
    for (const name of ['a', 'b & c', 'd']) await writeRun(join(runs, name), { epochs: 2 });
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(url);
    const button = page.getByRole('button', { name: 'Show them side by side' });
    await page.getByRole('checkbox', { name: 'b & c' }).check();
    expect(await button.isVisible()).toBe(false);
    await page.getByRole('checkbox', { name: 'd side' }).check();
    expect(await button.isVisible()).toBe(true);

    // The latest is the first in the list.
    await appendHistory(join(runs, 'a'), rowsOf(3), classification.columns);
    await page.getByText('3 of 12 epochs').waitFor();
    expect(await page.getByRole('checkbox', { name: 'a side' }).isChecked()).toBe(false);
    await button.click();
    await page.getByRole('heading', { name: '2 runs side by side' }).waitFor();
    expect(new URL(page.url()).searchParams.getAll('run').toSorted()).toEqual(['b%20%26%20c', 'd']);
    await appendHistory(join(runs, 'd'), rowsOf(3), classification.columns);
    await page.getByText('3 of 12').first().waitFor();
    expect(complaints()).toEqual([]);
  });

  it('follows again what it missed while nobody looked', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    await writeRun(folder, { epochs: 1, status: 'running' });
    const { url } = await startServer({ runs, web });
    const { page } = await open(`${url}/runs/a/`);
    const hide = (hidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      `);
    await hide(true);
    await appendHistory(folder, rowsOf(2), classification.columns);
    await page.waitForTimeout(300);
    expect(await pointsOf(page)).toBe(1);
    await hide(false);
    await expect.poll(() => pointsOf(page)).toBe(2);
  });

  it('shows a report anew in its frame when it was written again', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    const report = join(runs, 'a', 'report.html');
    writeFileSync(report, '<h2>first');
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(`${url}/runs/a/`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('first').waitFor();
    writeFileSync(report, '<h2>second');
    await frame.getByText('second').waitFor();
    expect(complaints()).toEqual([]);
  });

  it('keeps what a report does away from all other results', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'hostile'));
    await writeRun(join(runs, 'private'));
    writeFileSync(
      join(runs, 'hostile', 'report.html'),
      `<h1></h1><script>
        fetch('/runs/private/run.json').then((r) => r.text(), String).then((text) => {
          document.querySelector('h1').textContent = 'read: ' + text;
        });
      </script>`,
    );
    const { url } = await startServer({ runs, web });
    const { page } = await open(`${url}/runs/hostile/`);
    const frame = page.frames().at(1)!;
    await expect.poll(() => frame.locator('h1').textContent()).toMatch(/^read: TypeError/);
    expect(await frame.evaluate('origin')).toBe('null');
  });

  it('has a list that breaks no rule of accessibility', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    await writeRun(join(runs, 'b'), { epochs: 2, status: 'running' });
    const { url } = await startServer({ runs, web });
    const { page } = await open(url);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('has a page around a report that breaks no rule of accessibility', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFileSync(join(runs, 'a', 'report.html'), await runReport(exampleRun()));
    const { url } = await startServer({ runs, web });
    const { page } = await open(`${url}/runs/a/`);
    await page.frameLocator('iframe').locator('.sample').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('has a page of a run in progress that breaks no rule of accessibility, before and after an epoch ends', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'), { epochs: 1, status: 'running' });
    const { url } = await startServer({ runs, web });
    const { page } = await open(`${url}/runs/a/`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await appendHistory(join(runs, 'a'), rowsOf(2, 3), classification.columns);
    await expect.poll(() => pointsOf(page)).toBe(3);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('has a page for an address where nothing is, which breaks no rule of accessibility', async () => {
    const { url } = await startServer({ runs: temporaryFolder(), web });
    const { page, complaints } = await open(`${url}/nowhere`);
    for (const path of ['/nowhere', '/runs/none/', '/compare?run=a']) {
      await page.goto(url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await accessibilityFaults(page), path).toEqual([]);
    }
    // Chromium itself tells the console of the status.
    expect(complaints().filter((text) => !text.includes('status of 40'))).toEqual([]);
  });

  it('opens the page with everything that threads need', async () => {
    const { url } = await startServer({ runs: temporaryFolder(), web });
    const { page, complaints } = await open(`${url}/`);
    await page.getByRole('link', { name: 'Look at single images' }).click();
    await page.waitForURL(`${url}/lens/`);
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await page.waitForLoadState('networkidle');
    await page.getByRole('link', { name: 'Results' }).click();
    await page.waitForURL(`${url}/`);
    expect(complaints()).toEqual([]);
  });
});
