import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';

describe.skipIf(!chromium)('the playground in Chromium', () => {
  const built = builtPage();
  /** Opens the playground and looks once images and chart are there. */
  const visit = (view: string, look: (page: Page) => Promise<void>) =>
    built.visitAnew(`#page=playground${view}`, async (page) => {
      page.setDefaultTimeout(60_000);
      await page.locator('.sample canvas').first().waitFor();
      await page.locator('.vega-chart svg').waitFor();
      await look(page);
    });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const slider = (page: Page, name: string) => page.getByRole('slider', { name });
  const epochOf = async (page: Page) =>
    Number.parseFloat(await page.locator('.transport dd').first().innerText());
  const eventually = (found: () => Promise<unknown>) => expect.poll(found, { interval: 100 });
  /** The chart's curves as paths, and in words. */
  async function drawn(page: Page): Promise<(string | null)[]> {
    const paths = await page.locator('.vega-chart .mark-line path').all();
    return Promise.all([
      page.locator('.vega-chart').getAttribute('aria-label'),
      ...paths.map((path) => path.getAttribute('d')),
    ]);
  }
  /** Trains one epoch and waits for curves of its two moments. */
  async function oneEpoch(page: Page): Promise<(string | null)[]> {
    await button(page, 'One epoch').click();
    await eventually(() => epochOf(page)).toBe(1);
    await button(page, 'Play').waitFor();
    await eventually(async () => (await drawn(page)).filter((text) => /^M.+L/.test(text ?? '')).length).toBe(
      3,
    );
    return drawn(page);
  }

  it('trains an epoch at a step: the same curves for the same settings, other ones at another cut-off', async () => {
    await visit('&images=500&seed=1', async (page) => {
      const curves = await oneEpoch(page);
      expect(curves[0]).toMatch(/r = 8: now \d+% on x, \d+% on LFC, \d+% on HFC/);
      expect(await page.locator('.answers tbody tr').allInnerTexts()).toHaveLength(3);
      const seen = (await page.locator('.findings .seen').textContent())!;
      await eventually(() => page.locator('.findings [role=status]').textContent()).toContain(seen);

      await slider(page, 'Cut-off r').fill('16');
      await page.getByText('neither part is left').waitFor();
      await eventually(async () => (await drawn(page))[0]).toMatch(/r = 16: now/);
      await page.getByText('HFC 16').waitFor();
      await slider(page, 'Cut-off r').fill('8');
      await eventually(() => drawn(page)).toEqual(curves);

      await button(page, 'Reset').click();
      expect(await oneEpoch(page)).toEqual(curves);
    });
  });

  it('plays, pauses, rests while one is in the other room, and forgets at a reset', async () => {
    await visit('&images=500', async (page) => {
      await button(page, 'Play').click();
      await eventually(() => epochOf(page)).toBeGreaterThan(0.1);
      await button(page, 'Pause').click();
      await button(page, 'Play').waitFor();
      await page.waitForTimeout(1500);
      const rested = await epochOf(page);
      await page.waitForTimeout(500);
      expect(await epochOf(page)).toBe(rested);

      await button(page, 'Play').click();
      await eventually(() => epochOf(page)).toBeGreaterThan(rested);
      await page.getByRole('link', { name: 'Lens' }).click();
      await page.getByRole('link', { name: 'Playground' }).click();
      await button(page, 'Play').waitFor();
      expect(await epochOf(page)).toBeGreaterThan(rested);

      await button(page, 'Reset').click();
      expect(await epochOf(page)).toBe(0);
      await page.getByText('It knows nothing yet').first().waitFor();
    });
  });

  it('has other images for other settings, and keeps the settings in the URL', async () => {
    await visit('', async (page) => {
      const lies = page.locator('.says.of-lfc[data-true=false]');
      const few = await lies.count();
      await slider(page, 'The shape is right on').fill('10');
      await slider(page, 'Seed').fill('3');
      await slider(page, 'Cut-off r').fill('12');
      expect(new URL(page.url()).hash).toBe('#page=playground&shapes=10&seed=3&cut=12');
      await page.getByText('chance, 10%', { exact: true }).first().waitFor();
      await eventually(() => lies.count()).toBeGreaterThan(few + 3);
      await page.reload();
      expect(await slider(page, 'The shape is right on').inputValue()).toBe('10');
      expect(await slider(page, 'Seed').inputValue()).toBe('3');
      await eventually(() => lies.count()).toBeGreaterThan(few + 3);
    });
  });

  it('starts an experiment with one click, and says so to a keyboard', async () => {
    await visit('&images=500', async (page) => {
      const experiment = button(page, 'The grating means nothing');
      await experiment.focus();
      await page.keyboard.press('Enter');
      expect(await experiment.getAttribute('aria-pressed')).toBe('true');
      await button(page, 'Pause').waitFor();
      expect(new URL(page.url()).hash).toContain('grating=10');
    });
  });

  it('has no accessibility faults and no sideways scrolling, narrow or wide, light or dark', async () => {
    await visit('&images=500', async (page) => {
      for (const width of [360, 1400]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await accessibilityFaults(page), `${width} pixels`).toEqual([]);
      }
    });
  });
});
