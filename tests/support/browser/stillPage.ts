import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Waits until a page is as it stays: its fonts are there, nothing is marked as being computed, and what was to fade or move has
 * arrived, which from now on it does at once.
 */
export async function stillPage(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    // A sheet made by script is no inline style, which a page's policy may forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }');
    document.adoptedStyleSheets.push(sheet);
    await document.fonts.ready;
  })()`);
  await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
  );
}
