/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { attribute, foreignModel, node, valueInfo } from '../support/models/foreignModel.ts';

const panel = (page: Page) => page.locator('.smooth');
const says = (page: Page, text: RegExp) => panel(page).locator('.headline').getByText(text).waitFor();
const headline = (page: Page) => page.locator('.lens > .headline');
const kernels = (page: Page, label: RegExp) =>
  panel(page)
    .getByRole('img', { name: label })
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
const rows = (page: Page) => panel(page).locator('.answers tbody tr').allTextContents();

describe.skipIf(!chromium)('smoothing on the page', () => {
  const built = builtPage();
  const visit: typeof built.visit = (fragment, ...how) => built.visit(`#tool=smooth${fragment}`, ...how);

  it('begins with the model as its file has it', async () => {
    await visit('', async (page) => {
      await says(
        page,
        /^The first layer has 16 kernels of 3 × 3 × 3 weights\. 81% of their power is beyond r = 8/,
      );
      expect(await kernels(page, /smoothed with/)).toBe(await kernels(page, /as the file has them/));
      await expect.poll(async () => (await rows(page)).length).toBe(5);
      const [original] = await rows(page);
      expect(original).toMatch(/^Originalautomobile 99%automobile 99%$/);
    });
  });

  it('redraws kernels and answers with the slider, all over the page, until the tool is left', async () => {
    await visit('', async (page) => {
      await headline(page).getByText('The natural model says').waitFor();
      await page.getByRole('slider', { name: /^Smoothing ρ/ }).fill('0.4');
      await says(
        page,
        /^With ρ = 0\.4, 53% of the kernels’ power is beyond r = 8; as the file has them it is 81%/,
      );
      expect(await kernels(page, /smoothed with/)).not.toBe(await kernels(page, /as the file has them/));
      await headline(page).getByText('The natural model, smoothed with ρ = 0.4, says').waitFor();
      await panel(page).getByText('With ρ = 0.4', { exact: true }).last().waitFor();
      await expect.poll(async () => (await rows(page))[1]).toMatch(/^LFCship \d\d%automobile \d\d%$/);
      const [, , , attacked, afresh] = await rows(page);
      expect(attacked).toMatch(/^Attackedknows the file’s modeltruck/);
      expect(afresh).toMatch(/^Attacked afreshknows the smoothing—/);
      await page.getByRole('tab', { name: 'Look' }).click();
      await headline(page)
        .getByText(/^The natural model says automobile/)
        .waitFor();
      await page.goBack();
      await headline(page).getByText('smoothed with ρ = 0.4').waitFor();
    });
  });

  it('comes with a link, and stays with another model', async () => {
    await visit('&rho=0.25', async (page) => {
      await headline(page).getByText('The natural model, smoothed with ρ = 0.25,').waitFor();
      await page.getByRole('radio', { name: 'robust' }).check();
      await headline(page).getByText('The robust model, smoothed with ρ = 0.25,').waitFor();
      await page.getByRole('slider', { name: /^Smoothing ρ/ }).press('Home');
      await headline(page).getByText('The robust model says').waitFor();
    });
  });

  it('goes with its model', async () => {
    await visit('', async (page) => {
      await says(page, /^The first layer has 16 kernels/);
      await page.getByRole('radio', { name: 'none' }).check();
      await says(page, /^Smoothing needs a model\.$/);
      expect(await panel(page).locator('canvas').count()).toBe(0);
    });
  });

  it('follows a hand that drags, to where it stops', async () => {
    await visit('', async (page) => {
      await says(page, /^The first layer/);
      const slider = page.getByRole('slider', { name: /^Smoothing ρ/ });
      for (let rho = 1; rho <= 20; rho++) await slider.fill(`${rho / 25}`);
      await says(page, /^With ρ = 0\.8,/);
      await headline(page).getByText('smoothed with ρ = 0.8,').waitFor();
      await panel(page).getByText('With ρ = 0.8', { exact: true }).last().waitFor();
    });
  });

  it('says where there is no layer to smooth', async () => {
    const bytes = foreignModel({
      opset: 13,
      nodes: [
        node('GlobalAveragePool', ['x'], ['pooled']),
        node('Flatten', ['pooled'], ['y'], attribute.i('axis', 1)),
      ],
      inputs: [valueInfo('x', ['n', 3, 16, 16])],
      outputs: [valueInfo('y', ['n', 3])],
      initializers: [],
    });
    await visit('', async (page) => {
      await says(page, /^The first layer has/);
      await page
        .getByLabel('Model file')
        .setInputFiles([{ name: 'flat.onnx', mimeType: '', buffer: Buffer.from(bytes) }]);
      await says(
        page,
        /^The first layer cannot be smoothed: .*must have a convolution of its input, found none/,
      );
      await page.getByRole('radio', { name: 'natural' }).check();
      await says(page, /^The first layer has/);
    });
  });

  it('has nothing that a screen reader stumbles over, light or dark', async () => {
    await visit('&rho=0.3', async (page) => {
      await says(page, /^With ρ/);
      await expect.poll(async () => (await rows(page)).length).toBe(5);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });
});
