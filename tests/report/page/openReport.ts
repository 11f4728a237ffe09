import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { openPage } from '../../support/browser/openPage.ts';

/** Opens a report as a person does who was sent one: from a file, without a network. */
export function openReport(browser: Browser, html: string, options: BrowserContextOptions = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'passband-report-')), 'report.html');
  writeFileSync(file, html);
  return openPage(browser, pathToFileURL(file).href, {
    offline: true,
    viewport: { width: 1400, height: 900 },
    ...options,
  });
}
