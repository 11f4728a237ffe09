/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { builtPage } from '../support/browser/builtPage.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

const says = (page: Page, text: RegExp) => page.locator('.lens > .headline').getByText(text).waitFor();

/** Models of 1,000 classes, one after another: each answers, is attacked and is smoothed. */
export async function opensLarge(
  built: ReturnType<typeof builtPage>,
  cases: readonly { readonly name: string; channels: number; size: number; width: number }[],
): Promise<void> {
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
}
