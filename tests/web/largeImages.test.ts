/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

const cases = [
  { name: 'grey-224', channels: 1, size: 224, width: 224 },
  { name: 'colour-224', channels: 3, size: 224, width: 224 },
  { name: 'colour-299', channels: 3, size: 299, width: 299 },
  { name: 'colour-600x400', channels: 3, size: 400, width: 600 },
];
const says = (page: Page, text: RegExp) => page.locator('.lens > .headline').getByText(text).waitFor();

describe.skipIf(!chromium)('a model of 1,000 classes on the page', () => {
  const built = builtPage();

  it('answers, is attacked and is smoothed at each size', async () => {
    await built.visitAnew('', async (page) => {
      await says(page, /^The natural model says/);
      await page.getByRole('radio', { name: 'robust' }).check();
      await says(page, /^The robust model says/);
      await page.getByRole('slider').first().fill('8');
      for (const { name, ...sizes } of cases) {
        const buffer = Buffer.from(tinyModel({ ...sizes, classes: 1000 }));
        await page.getByRole('tab', { name: 'Look' }).click();
        await page.getByLabel('Model file').setInputFiles({ name: `${name}.onnx`, mimeType: '', buffer });
        await says(page, new RegExp(`^${name}\\.onnx says \\d+ `));
        await page.locator('.spot').first().waitFor();
        // The cut stays where it is in proportion to the shorter side: r = 8 of 32 pixels.
        const side = Math.min(sizes.size, sizes.width);
        const cut = Number(await page.getByRole('slider').first().inputValue());
        // Rounded to halves from one size to the next.
        expect(Math.abs(cut - side / 4), name).toBeLessThan(1);
        await page.getByRole('tab', { name: 'Attack' }).click();
        await page.locator('.attack .after li .share').first().waitFor();
        await page.getByRole('tab', { name: 'Smooth' }).click();
        await page.getByText(/^The first layer has 5 kernels/).waitFor();
        expect(await page.getByRole('alert').allTextContents(), name).toEqual(['']);
      }
    });
  });
});
