/// <reference lib="dom" />
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { openPage } from './openPage.ts';
import { sharedBrowser } from './sharedBrowser.ts';
import { startStaticServer } from './staticServer.ts';

/**
 * The built page on a plain static host, for the tests of one `describe.skipIf(!chromium)`: a host that lives as long as they
 * do, and the shared browser.
 */
export function builtPage(options: { readonly gpu?: boolean } = {}) {
  const browser = sharedBrowser(options);
  let host: { url: string; close: () => void };
  let shown: Awaited<ReturnType<typeof openPage>> | undefined;
  beforeAll(async () => {
    host = await startStaticServer(fileURLToPath(new URL('../../../dist/web', import.meta.url)));
  });
  afterAll(() => host?.close());
  const address = (fragment: string) => `${host.url}${fragment}`;
  async function visitAnew(fragment: string, look: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints } = await openPage(browser(), address(fragment));
    try {
      await look(page);
      expect(complaints).toEqual([]);
    } finally {
      await page.context().close();
    }
  }
  return {
    browser,
    url: () => host.url,
    /** Opens the view of a URL's fragment; after `look` nothing may have been complained of on the console. */
    visitAnew,
    /**
     * The same in the page that the visits before had, as somebody does who follows a link within it: its model is there already,
     * which takes seconds of computing. What a visit leaves open is closed; files that it brought stay in the page.
     */
    async visit(fragment: string, look: (page: Page) => Promise<void>): Promise<void> {
      const isNew = shown === undefined;
      const { page, complaints } = (shown ??= await openPage(browser(), address(fragment)));
      try {
        if (!isNew) {
          await page.setViewportSize({ width: 1280, height: 720 });
          await page.emulateMedia({ colorScheme: null });
          // Without a model in between, whose pictures no model takes: no answer of the visit before still stands there.
          await goWithin(page, '#model=none');
          await page.locator('.panel.lfc canvas[width="256"]').waitFor();
          await goWithin(page, fragment);
        }
        await look(page);
        expect(complaints).toEqual([]);
      } catch (error) {
        // The next visit begins with a page that nothing has happened to.
        shown = undefined;
        await page.context().close();
        throw error;
      }
    },
  };
}

/** Follows a link to another view of the same page, at whose top everything is closed. */
function goWithin(page: Page, fragment: string): Promise<void> {
  return page.evaluate((to) => {
    for (const open of document.querySelectorAll('details[open]')) open.removeAttribute('open');
    location.assign(to || '#');
    scrollTo(0, 0);
  }, fragment);
}
