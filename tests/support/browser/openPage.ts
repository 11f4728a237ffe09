import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from 'playwright-core';
import { chromium } from './chromium.ts';

/** What the software driver for WebGPU needs, which Debian's Chromium brings along. */
const gpuFlags = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

/** How long to wait for what a page must show. */
export const PATIENCE_MS = 300_000;

/** Starts Chromium; tests that use it stand in `describe.skipIf(!chromium)`. */
export function startBrowser({ gpu = false }: { readonly gpu?: boolean } = {}): Promise<Browser> {
  return driver.launch({
    executablePath: chromium!,
    args: ['--no-sandbox', '--disable-quic', ...(gpu ? gpuFlags : ['--disable-gpu'])],
  });
}

/** Opens an address; what the page's console or a failed request complains of is gathered in `complaints`. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  // How long it takes on a busy machine says nothing; what never comes fails the test all the same.
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(url);
  return { page, complaints };
}
