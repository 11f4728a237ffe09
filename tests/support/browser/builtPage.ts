import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
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
  beforeAll(async () => {
    host = await startStaticServer(fileURLToPath(new URL('../../../dist/web', import.meta.url)));
  });
  afterAll(() => host?.close());
  return {
    browser,
    url: () => host.url,
    /** Opens the view of a URL's fragment; after `look` nothing may have been complained of on the console. */
    async visit(
      fragment: string,
      look: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> {
      const { page, complaints } = await openPage(browser(), `${host.url}${fragment}`, options);
      try {
        await look(page);
        expect(complaints).toEqual([]);
      } finally {
        await page.context().close();
      }
    },
  };
}
