/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { node } from '../support/models/foreignModel.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

const panel = (page: Page) => page.locator('.attack');
const sentence = (page: Page) => panel(page).locator('.headline');
const says = (page: Page, text: RegExp) => sentence(page).getByText(text).waitFor();
const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));
/** A picture of the panel, as bytes of its pixels. */
const pixels = (page: Page, label: string | RegExp) =>
  panel(page)
    .getByRole('img', { name: label })
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      return [...(canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data];
    });
const fact = (page: Page, term: string) =>
  panel(page).locator('.facts div', { hasText: term }).locator('dd').textContent();

describe.skipIf(!chromium)('the attack on the page', () => {
  const built = builtPage();
  const visit: typeof built.visit = (fragment, ...how) => built.visit(`#tool=attack${fragment}`, ...how);

  it('fools the natural model within ε, and says what it took', async () => {
    await visit('', async (page) => {
      await says(page, /^Fooled: automobile \(99%\) has become truck/);
      expect(await fact(page, 'Largest change')).toBe('8/255');
      expect(await fact(page, 'Gradients')).toBe('10');
      expect(await fact(page, 'Away from')).toBe('automobile');
      const before = await pixels(page, 'The image before the attack');
      const after = await pixels(page, 'The image after the attack');
      const change = Math.max(...after.map((value, at) => Math.abs(value - before[at])));
      expect(change).toBe(8);
      await panel(page)
        .getByText(/of its energy lies within r = 4/)
        .waitFor();
      expect(await panel(page).locator('.spectrum .edge .line').getAttribute('d')).toContain('a4 4');
    });
  });

  it('follows the slider and the number, and takes sizes as the command line does', async () => {
    await visit('', async (page) => {
      await says(page, /^Fooled/);
      const slider = page.getByRole('slider', { name: /^Size ε/ });
      const number = page.getByRole('textbox', { name: /^ε as a number/ });
      await slider.fill('0');
      await says(page, /^With ε = 0 nothing is changed: automobile stays at 99%\./);
      expect(await pixels(page, 'The image after the attack')).toEqual(
        await pixels(page, 'The image before the attack'),
      );
      expect(await number.inputValue()).toBe('0/255');
      await number.fill('0.1');
      await number.press('Enter');
      await says(page, /^Fooled/);
      expect(await hash(page)).toBe('#tool=attack&epsilon=0.1');
      await number.fill('much');
      await number.press('Enter');
      await panel(page).getByText("must be a size such as 8/255 or 0.0314, got 'much'").waitFor();
      expect(await hash(page)).toBe('#tool=attack&epsilon=0.1');
    });
  });

  it('has methods, norms, aims, bands, true classes and random starts', async () => {
    await visit('', async (page) => {
      await says(page, /^Fooled/);
      const choose = async (name: string, expected: RegExp | string) => {
        await page.getByRole('radio', { name, exact: true }).check();
        await expect.poll(() => hash(page)).toMatch(expected);
      };
      await choose('FGSM', 'attack=fgsm');
      await expect.poll(() => fact(page, 'Gradients')).toBe('1');
      expect(await page.getByRole('slider', { name: /^Steps/ }).isDisabled()).toBe(true);
      await choose('PGD', /^((?!attack=).)*$/);
      await page.getByRole('slider', { name: /^Steps/ }).fill('3');
      await expect.poll(() => fact(page, 'Gradients')).toBe('3');
      await page.getByRole('button', { name: 'Another random start' }).click();
      await expect.poll(() => fact(page, 'Random start')).toBe('seed 1');
      await choose('beyond', 'band=high');
      await panel(page)
        .getByText(/^(<1|[1-5])% of its energy lies within/)
        .waitFor();
      await choose('within r = 4', 'band=low');
      await panel(page)
        .getByText(/^(9\d|>99)% of its energy lies within/)
        .waitFor();
      await choose('all', /^((?!band=).)*$/);
      await choose('the least likely', 'aim=least-likely');
      await says(page, /aimed at/);
      await choose('L2', 'norm=l2');
      await expect.poll(() => fact(page, 'Length')).toBe('0.5');
      await panel(page).getByLabel('True class').selectOption('ship');
      await says(page, /^The answer was wrong before the attack: automobile .* instead of ship/);
    });
  });

  it('makes no more of an attack that fails than there is', async () => {
    await visit('&model=robust&attack=fgsm&epsilon=0.2/255', async (page) => {
      await says(page, /^Not fooled: the answer is still .* One step is a weak attack; PGD may do better\.$/);
    });
    await visit('&r=64&band=high', (page) => says(page, /^There is nothing that this attack may change/));
  });

  it('finds the same again from a link', async () => {
    const seen: number[][] = [];
    for (const _ of [1, 2]) {
      await built.visitAnew('#tool=attack&seed=5&steps=4&image=ship', async (page) => {
        await says(page, /^(Fooled|Not fooled)/);
        seen.push(await pixels(page, 'The image after the attack'));
      });
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it('says why a model cannot be attacked', async () => {
    await visit('', async (page) => {
      await says(page, /^Fooled/);
      const bytes = tinyModel({ size: 16, end: [node('Hardmax', ['z'], ['y'])] });
      await page
        .getByLabel('Model file')
        .setInputFiles([{ name: 'hard.onnx', mimeType: '', buffer: Buffer.from(bytes) }]);
      await says(page, /^This model cannot be attacked: operator 'Hardmax' has no gradient rule/);
    });
  });

  it('has nothing that a screen reader stumbles over, light or dark', async () => {
    await visit('', async (page) => {
      await says(page, /^Fooled/);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });
});
