import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { openPage, startBrowser } from './openPage.ts';
import { startStaticServer } from './staticServer.ts';

/**
 * The built page on a plain static host, for the tests of one `describe.skipIf(!chromium)`: a host and a browser that live as
 * long as they do.
 */
export function builtPage({ gpu = false }: { readonly gpu?: boolean } = {}) {
  let browser: Browser;
  let host: { url: string; close: () => void };
  beforeAll(async () => {
    host = await startStaticServer(fileURLToPath(new URL('../../../dist/web', import.meta.url)));
    browser = await startBrowser({ gpu });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    host?.close();
  });
  return {
    browser: () => browser,
    url: () => host.url,
    /** Opens the view of a URL's fragment; after `look` nothing may have been complained of on the console. */
    async visit(
      fragment: string,
      look: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> {
      const { page, complaints } = await openPage(browser, `${host.url}${fragment}`, options);
      await look(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  };
}
