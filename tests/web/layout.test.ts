/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { PATIENCE_MS } from '../support/browser/openPage.ts';

/** Sums what Chromium counts as shifts of the layout, those that follow an input at once included. */
const observe = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });`;

const views = [
  '',
  '#tool=attack',
  '#tool=smooth&rho=0.3&image=bird',
  '#method=svd',
  '#model=none',
  '#page=playground',
];

describe.skipIf(!chromium)('the layout of the page', () => {
  const built = builtPage();

  async function open(view: string, width: number): Promise<Page> {
    const page = await built.browser().newPage({ viewport: { width, height: width < 500 ? 740 : 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(observe);
    // A slow machine shows what comes late.
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 2 });
    await page.goto(`${built.url()}${view}`);
    await isComplete(page);
    return page;
  }
  const shift = (page: Page) =>
    page.evaluate(() =>
      (globalThis as unknown as { shifts: number[] }).shifts.splice(0).reduce((sum, one) => sum + one, 0),
    );
  /** Nothing is on its way any more. */
  async function isComplete(page: Page): Promise<void> {
    const { hash } = new URL(page.url());
    if (hash.includes('playground')) {
      await page.locator('.vega-chart svg').waitFor();
    } else if (!hash.includes('model=none')) {
      await page
        .locator('.lens > .headline')
        .getByText(/ says .*%.* says .*%/)
        .waitFor();
      if (hash.includes('tool=attack')) await page.locator('.attack .after li .share').first().waitFor();
      else if (hash.includes('tool=smooth')) await page.locator('.smooth .answers tbody tr').nth(4).waitFor();
      else await page.locator('.spot').first().waitFor();
    }
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
    await page.waitForTimeout(300);
  }

  /** A phone's page does not scroll sideways, with letters twice as large neither. */
  async function hasRoomForLargeLetters(page: Page): Promise<void> {
    const across = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await across()).toBe(360);
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
    const fontSize = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    await expect.poll(fontSize).toBe('32px');
    expect(await across()).toBe(360);
  }

  it.each([
    ...views.map((view) => ({ view, width: 360 })),
    { view: '', width: 768 },
    { view: '#tool=attack', width: 1400 },
  ])(
    'stays where it is while $view opens, at $width pixels, and fits into a phone',
    async ({ view, width }) => {
      const page = await open(view, width);
      expect(await shift(page)).toBeLessThan(0.001);
      if (width === 360) await hasRoomForLargeLetters(page);
      await page.context().close();
    },
  );

  it('stays where it is when another choice is made', async () => {
    const buffer = await sharp({ create: { width: 90, height: 60, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const page = await open('', 360);
    const check = (name: string) => page.getByRole('radio', { name }).check();
    const choices: readonly (() => Promise<void>)[] = [
      () => check('robust'),
      () => check('ship'),
      () => check('SVD'),
      () => page.getByRole('slider').fill('9'),
      () => page.getByLabel('Image file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer }),
      () => page.getByRole('tab', { name: 'Attack' }).click(),
      () => check('FGSM'),
      () => page.getByRole('tab', { name: 'Smooth' }).click(),
    ];
    await shift(page);
    for (const [index, choose] of choices.entries()) {
      await choose();
      await page.waitForTimeout(300);
      await isComplete(page);
      expect([index, await shift(page)]).toEqual([index, expect.closeTo(0, 2)]);
    }
    await page.context().close();
  });
});
