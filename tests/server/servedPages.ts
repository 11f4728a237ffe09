import type { BrowserContextOptions } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openPage } from '../support/browser/openPage.ts';
import { sharedBrowser } from '../support/browser/sharedBrowser.ts';

/** The shared browser for the tests of one `describe.skipIf(!chromium)`; the pages that it opens are closed with their test. */
export function servedPages() {
  const browser = sharedBrowser();
  return async (url: string, options: BrowserContextOptions = {}) => {
    const { page, complaints } = await openPage(browser(), url, options);
    onTestFinished(() => page.context().close());
    // A page that is left lets go of what it was reading: events, a frame, a model.
    const isLeaving = (text: string) => text.includes('net::ERR_ABORTED');
    return { page, complaints: () => complaints.filter((text) => !isLeaving(text)) };
  };
}
