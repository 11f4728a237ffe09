import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startBrowser } from './openPage.ts';

/** With and without the GPU's driver. Playwright ends them with the process that runs the test files. */
const started = new Map<boolean, Promise<Browser>>();

/**
 * A browser for the tests of one `describe.skipIf(!chromium)`. Files that run one after another in the same process share it,
 * since starting one takes longer than most tests; the pages that the tests left open are closed after the last of them.
 */
export function sharedBrowser({ gpu = false }: { readonly gpu?: boolean } = {}): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // One that has crashed is no use to the files after it.
    if (!(await started.get(gpu))?.isConnected()) started.set(gpu, startBrowser({ gpu }));
    browser = await started.get(gpu);
  });
  afterAll(async () => {
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  });
  return () => browser!;
}
