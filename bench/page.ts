import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { chromium } from '../tests/support/browser/chromium.ts';
import { openPage, startBrowser } from '../tests/support/browser/openPage.ts';
import { startStaticServer } from '../tests/support/browser/staticServer.ts';
import { tinyModel } from '../tests/support/models/tinyModels.ts';
import { madeOn } from './madeOn.ts';
import { median, milliseconds } from './timing.ts';

/**
 * How fast the page follows a hand, in headless Chromium without a GPU: from a radius to both pictures on their canvases, and
 * from the start of a navigation to the first picture and the first answer. `--runs 50`, `--out FILE`.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    visits: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
});
const runs = Number(values.runs);

/** Notes when pixels reach a canvas, before anything of the page runs. */
const watch = `
window.drawn = [];
const draw = CanvasRenderingContext2D.prototype.putImageData;
CanvasRenderingContext2D.prototype.putImageData = function (...all) {
  draw.apply(this, all);
  window.drawn.push(performance.now());
};`;

/** Moves the slider to each radius and waits for LFC and HFC. */
const follow = (radii: readonly number[]) => `(async () => {
  const slider = document.querySelector('input[type=range]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const times = [];
  for (const radius of ${JSON.stringify(radii)}) {
    await new Promise((resolve) => setTimeout(resolve, 30));
    window.drawn.length = 0;
    const start = performance.now();
    set.call(slider, radius);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    while (window.drawn.length < 2) await new Promise((resolve) => setTimeout(resolve, 0));
    times.push(window.drawn[1] - start);
  }
  return times;
})()`;

if (!chromium) throw new Error('no Chromium in PATH');
const host = await startStaticServer(fileURLToPath(new URL('../../../dist/web', import.meta.url)));
const browser = await startBrowser();

const rows: { what: string; medianMs: number; slowestMs: number; goalMs: number }[] = [];
const add = (what: string, times: readonly number[], goalMs: number) => {
  const row = { what, medianMs: median(times), slowestMs: Math.max(...times), goalMs };
  rows.push(row);
  const verdict = row.medianMs <= goalMs ? 'met' : 'MISSED';
  process.stdout.write(
    `${what.padEnd(50)} ${milliseconds(row.medianMs)}, slowest ${milliseconds(row.slowestMs)} (goal ${goalMs} ms) ${verdict}\n`,
  );
};

for (const { size, goal, model } of [
  { size: 224, goal: 16, model: false },
  { size: 224, goal: 16, model: true },
  { size: 1024, goal: 100, model: false },
]) {
  const page = await watchedPage(browser, '#model=none');
  if (model) {
    const buffer = Buffer.from(tinyModel({ size }));
    await page.getByLabel('Model file').setInputFiles({ name: 'tiny.onnx', mimeType: '', buffer });
    await page.getByText('tiny.onnx says').first().waitFor();
  }
  await page.getByLabel('Image file').setInputFiles({
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: await noisyPhoto(size),
  });
  await page.locator(`.panel.hfc canvas[width="${size}"]`).waitFor();
  await page.waitForTimeout(500);
  // The whole range, up to the corner, in an order in which neighbours are far apart.
  const corner = Math.SQRT1_2 * size;
  const radii = Array.from({ length: runs }, (_, run) => Math.round(2 * corner * ((run * 0.618) % 1)) / 2);
  await page.evaluate(follow(radii.slice(0, 5)));
  add(
    `radius to pictures, 3 × ${size} × ${size}${model ? ', with a model' : ''}`,
    await page.evaluate(follow(radii)),
    goal,
  );
  await page.context().close();
}

const first: number[] = [];
const answer: number[] = [];
for (let visit = 0; visit < Number(values.visits); visit++) {
  const page = await watchedPage(browser, '');
  await page.locator('.marked .share').first().waitFor();
  answer.push(await page.evaluate('performance.now()'));
  first.push(await page.evaluate('window.first'));
  await page.context().close();
}
add('navigation to the first picture', first, 2000);
add('navigation to the first answer', answer, 5000);
await browser.close();
host.close();

if (values.out) {
  const record = {
    schema: 'passband.bench-page',
    version: 1,
    ...madeOn(),
    browser: browser.version(),
    settings: { runs, visits: Number(values.visits) },
    rows,
  };
  writeFileSync(values.out, `${JSON.stringify(record, null, 1)}\n`);
}

async function watchedPage(browser: Browser, fragment: string): Promise<Page> {
  const { page } = await openPage(browser, 'about:blank');
  await page.addInitScript(`${watch}
    window.drawn.push = function (time) { window.first ??= time; return Array.prototype.push.call(this, time); };`);
  await page.goto(`${host.url}${fragment}`);
  return page;
}

/** Structure at every scale, as photos have it. */
async function noisyPhoto(size: number): Promise<Buffer> {
  const data = Buffer.alloc(3 * size * size);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 3) {
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] =
          128 + 60 * Math.sin(x / 37 + channel) + 40 * Math.cos((x * y) / 3000) + ((x * 31 + y * 17) % 23);
      }
    }
  }
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}
