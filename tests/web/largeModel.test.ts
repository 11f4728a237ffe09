/// <reference lib="dom" />
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { floats, int64s, node } from '../support/models/foreignModel.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

/** A classifier whose values of an image have four planes of so many pixels a side; its gradient has more of them. */
const hungry = (side = 800) =>
  tinyModel({
    size: 16,
    initializers: [int64s('wide', 1, 1, side, side), floats('scale', [1, 4, 1, 1], [1, 2, 3, 4])],
    end: [
      node('Reshape', ['z', 'column'], ['pixel']),
      node('Expand', ['pixel', 'wide'], ['plane']),
      node('Mul', ['plane', 'scale'], ['scaled']),
      node('Sigmoid', ['scaled'], ['bent']),
      node('GlobalAveragePool', ['bent'], ['mean']),
      node('Flatten', ['mean'], ['y']),
    ],
  });

/** From now on the browser has no more memory for the worker that runs the model, as on a small device. */
async function exhaust(page: Page): Promise<void> {
  const worker = page.workers().find((each) => each.url().includes('modelWorker'))!;
  await worker.evaluate(() => {
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    };
  });
}

const headline = (page: Page) => page.locator('.lens > .headline');

describe.skipIf(!chromium)('a model that is too large for the page', () => {
  const built = builtPage();
  const folder = mkdtempSync(join(tmpdir(), 'passband-large-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Opens the page's own model in the page in which the models before were too large. */
  const visit = (look: (page: Page) => Promise<void>) =>
    built.visit('', async (page) => {
      await says(page, /^The natural model says/);
      await look(page);
      await goesOn(page);
    });
  /** After what went wrong the page works. */
  async function goesOn(page: Page): Promise<void> {
    await page.getByRole('radio', { name: 'robust' }).check();
    await says(page, /^The robust model says/);
    await page.getByRole('tab', { name: 'Attack' }).click();
    await page.locator('.attack .after li .share').first().waitFor();
  }
  const says = (page: Page, text: RegExp | string) => headline(page).getByText(text).waitFor();
  const notice = (page: Page) => page.getByRole('alert').locator('span').first().textContent();
  const bring = (page: Page, file: string | Uint8Array) =>
    page
      .getByLabel('Model file')
      .setInputFiles(
        typeof file === 'string' ? file : { name: 'hungry.onnx', mimeType: '', buffer: Buffer.from(file) },
      );

  it('is refused by its size, before it is read', async () => {
    const path = join(folder, 'large.onnx');
    const file = openSync(path, 'w');
    ftruncateSync(file, 2 ** 29 + 1);
    closeSync(file);
    await visit(async (page) => {
      await bring(page, path);
      expect(await notice(page)).toBe(
        '‘large.onnx’ was not opened: the model has more than 512 MB of weights, which is too much for a page; passband audit opens it. The page still shows natural.',
      );
      await says(page, /^The natural model says/);
    });
  });

  it('is refused where the page runs out of memory at the first look', async () => {
    await visit(async (page) => {
      await exhaust(page);
      await bring(page, hungry());
      expect(await notice(page)).toMatch(
        /^‘hungry\.onnx’ was not opened: it needs more memory than the page has.*The page still shows natural\.$/,
      );
      await says(page, /^The natural model says/);
    });
  });

  it('leaves the page working where memory ends in an attack', async () => {
    await visit(async (page) => {
      await bring(page, hungry(1300));
      await says(page, /^hungry\.onnx says/);
      await page.locator('.spot').first().waitFor();
      await exhaust(page);
      await page.getByRole('tab', { name: 'Attack' }).click();
      await page
        .locator('.attack .headline')
        .getByText('This model cannot be attacked: it needs more memory than the page has')
        .waitFor();
      await says(page, /^hungry\.onnx says/);
    });
  });

  it('stays closed where memory ends again, and the page goes on', async () => {
    await visit(async (page) => {
      await bring(page, hungry());
      await says(page, /^hungry\.onnx says/);
      for (const time of ['first', 'second']) {
        // An error that nobody catches ends a worker as well.
        const worker = page.workers().findLast((each) => each.url().includes('modelWorker'))!;
        await worker.evaluate(() => {
          setTimeout(() => {
            throw new Error('out of memory');
          });
        });
        if (time === 'first') {
          await says(page, 'Opening hungry.onnx');
          await says(page, /^hungry\.onnx says/);
        }
      }
      await says(page, 'The model could not be opened: it needs more memory than the page has');
    });
  });
});
