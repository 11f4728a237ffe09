import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { openPage, startBrowser } from '../support/browser/openPage.ts';

/** A browser for the tests of one `describe.skipIf(!chromium)`; the pages that it opens are closed with their test. */
export function servedPages() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  return async (url: string, options: BrowserContextOptions = {}) => {
    const { page, complaints } = await openPage(browser, url, options);
    onTestFinished(() => page.context().close());
    // A page that is left lets go of its events.
    const isLeaving = (text: string) => /\/events\?.*ERR_ABORTED/.test(text);
    return { page, complaints: () => complaints.filter((text) => !isLeaving(text)) };
  };
}
