// Takes the README's picture of the page, docs/page.png: `npm run build`, then `node scripts/pageScreenshot.mjs`. Needs Chromium
// (the environment variable CHROMIUM, or /usr/bin/chromium).
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { preview } from 'vite';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const server = await preview({
  configFile: path('web/vite.config.ts'),
  preview: { host: '127.0.0.1' },
  logLevel: 'silent',
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'light' });
  await page.goto(server.resolvedUrls.local[0]);
  // Both the answers and the whole curve.
  await page.locator('.spot').first().waitFor();
  await page.waitForTimeout(2000);
  // Below the chart is room for taller tools.
  const chart = await page.locator('.chart').boundingBox();
  const clip = { x: 0, y: 0, width: 1400, height: Math.ceil(chart.y + chart.height + 40) };
  const shot = await page.screenshot({ fullPage: true, clip });
  const bytes = await sharp(shot)
    .png({ palette: true, colours: 256, effort: 10 })
    .toFile(path('docs/page.png'));
  process.stdout.write(
    `docs/page.png, ${bytes.width} × ${bytes.height}, ${(bytes.size / 1000).toFixed(0)} kB\n`,
  );
} finally {
  await browser.close();
  await server.close();
}
