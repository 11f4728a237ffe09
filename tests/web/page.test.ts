import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium } from '../support/chromium.ts';
import { openPage, startBrowser } from '../support/openPage.ts';
import { startStaticServer } from '../support/staticServer.ts';

describe.skipIf(!chromium)('the page in Chromium', () => {
  let browser: Browser;
  let host: { url: string; close: () => void };
  beforeAll(async () => {
    host = await startStaticServer(fileURLToPath(new URL('../../dist/web', import.meta.url)));
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    host?.close();
  });

  it('opens its built-in model on a plain static host, without a complaint', async () => {
    const { page, complaints } = await openPage(browser, host.url);
    await page.getByText('airplane').first().waitFor();
    expect(complaints).toEqual([]);
  });
});
