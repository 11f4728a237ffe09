import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openPage } from '../../support/browser/openPage.ts';

/** Opens a report as a person does who was sent one: from a file, without a network. It is closed with its test. */
export async function openReport(browser: Browser, html: string, options: BrowserContextOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'passband-report-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const opened = await openPage(browser, pathToFileURL(file).href, {
    offline: true,
    viewport: { width: 1400, height: 900 },
    ...options,
  });
  onTestFinished(async () => {
    await opened.page.context().close();
    rmSync(folder, { recursive: true });
  });
  return opened;
}
