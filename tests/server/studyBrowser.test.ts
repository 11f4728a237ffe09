import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { appendHistory } from '#passband/training/run/history.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { exampleStudy, runningStudy } from '../report/study/exampleStudy.ts';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { chromium } from '../support/browser/chromium.ts';
import { servedPages } from './servedPages.ts';
import { rowsOf, startServer, temporaryFolder, writeRun } from './startServer.ts';
import { folderOfRun, writeStudy } from './studyFolder.ts';

const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));

async function hold(folder: string): Promise<void> {
  const lease = await takeLease(folder, { signal: new AbortController().signal });
  onTestFinished(() => lease.release());
}

describe.skipIf(!chromium)('studies in Chromium', () => {
  const open = servedPages();

  it('are listed before their runs, whose fold stays open and ticked while one goes on', async () => {
    const runs = temporaryFolder();
    const study = exampleStudy();
    writeStudy(runs, 'heuristics', study);
    for (const place of [0, 1]) {
      await writeRun(join(runs, 'runs', folderOfRun(study, place)), { epochs: 2, status: 'running' });
    }
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(url);
    const vanilla = page.getByRole('checkbox', { name: 'vanilla' });
    const button = page.getByRole('button', { name: 'Show them side by side' });
    expect(await vanilla.isVisible()).toBe(false);
    await page.getByText('2 runs of studies: 2 running').click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await vanilla.check();
    await page.getByRole('checkbox', { name: 'dropout' }).check();
    await appendHistory(join(runs, 'runs', folderOfRun(study, 1)), rowsOf(3), classification.columns);
    await page.getByText('3 of 12 epochs').waitFor();
    expect(await vanilla.isChecked()).toBe(true);
    await button.click();
    await page.getByRole('heading', { name: '2 runs side by side' }).waitFor();
    expect(complaints()).toEqual([]);
  });

  it('grow while they go on, without a jump, up to the page in their folder', async () => {
    const runs = temporaryFolder();
    const going = runningStudy();
    writeStudy(runs, 'going', going);
    await hold(join(runs, 'going'));
    const { url } = await startServer({ runs, web });
    const { page, complaints } = await open(`${url}/runs/going/`);
    const figures = page.locator('#figures .shown');
    expect(await figures.count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.evaluate('scrollTo(0, 300)');
    const { figures: all } = exampleStudy();
    writeStudy(runs, 'going', { ...going, figures: all, secondsLeft: 120 });
    await expect.poll(() => figures.count()).toBe(all.length);
    expect(await page.evaluate('scrollY')).toBe(300);
    await page.getByText('about 2 minutes left').waitFor();
    writeStudy(runs, 'going', exampleStudy(), { 'study.html': '<h2 id="C16">as it was written' });
    await page.frameLocator('iframe').getByText('as it was written').waitFor();
    // Each verdict leads to the numbers that decided it, which are in the frame then.
    await page.goto(url);
    await page.getByRole('link', { name: 'All claims of the paper' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'C16 on cifar-10' }).click();
    await page.frameLocator('iframe').getByText('as it was written').waitFor();
    await expect.poll(() => page.frames()[1].url()).toMatch(/study\.html\?[^#]*#C16$/);
    expect(complaints()).toEqual([]);
  });
});
