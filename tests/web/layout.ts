/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { builtPage } from '../support/browser/builtPage.ts';
import { PATIENCE_MS } from '../support/browser/openPage.ts';

type Built = ReturnType<typeof builtPage>;

/** Sums what Chromium counts as shifts of the layout, those that follow an input at once included. */
const observe = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shifts.push(entry.value);
  }).observe({ type: 'layout-shift', buffered: true });`;

/** Opens a view of the built page, slowly, and waits until nothing is on its way any more. */
export async function openSlowly(built: Built, view: string, width: number): Promise<Page> {
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
/** How far the page's content has moved since this was asked last. */
export const shift = (page: Page) =>
  page.evaluate(() =>
    (globalThis as unknown as { shifts: number[] }).shifts.splice(0).reduce((sum, one) => sum + one, 0),
  );
/** Nothing is on its way any more. */
export async function isComplete(page: Page): Promise<void> {
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

/** Tests of a `describe.skipIf(!chromium)`: nothing moves while the views open, and on a phone they have room. */
export function opensInPlace(
  built: Built,
  opened: readonly { readonly view: string; readonly width: number }[],
): void {
  it.each(opened)(
    'stays where it is while $view opens, at $width pixels, and fits into a phone',
    async ({ view, width }) => {
      const page = await openSlowly(built, view, width);
      expect(await shift(page)).toBeLessThan(0.001);
      if (width === 360) await hasRoomForLargeLetters(page);
      await page.context().close();
    },
  );
}
