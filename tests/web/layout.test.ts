import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { isComplete, openSlowly, opensInPlace, shift } from './layout.ts';

// A phone is where content moves most; `npm run torture` has wide windows, too.
const views = ['', '#tool=attack', '#tool=smooth&rho=0.3&image=bird', '#model=none', '#page=playground'];

describe.skipIf(!chromium)('the layout of the page', () => {
  const built = builtPage();
  opensInPlace(
    built,
    views.map((view) => ({ view, width: 360 })),
  );

  it('stays where it is when another choice is made', async () => {
    const buffer = await sharp({ create: { width: 90, height: 60, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const page = await openSlowly(built, '', 360);
    const check = (name: string) => page.getByRole('radio', { name }).check();
    const choices: readonly (() => Promise<void>)[] = [
      () => check('robust'),
      () => check('ship'),
      () => check('SVD'),
      () => page.getByRole('slider').fill('9'),
      () => page.getByLabel('Image file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer }),
      () => page.getByRole('tab', { name: 'Attack' }).click(),
      () => check('FGSM'),
      () => page.getByRole('tab', { name: 'Smooth' }).click(),
    ];
    await shift(page);
    for (const [index, choose] of choices.entries()) {
      await choose();
      await page.waitForTimeout(300);
      await isComplete(page);
      expect([index, await shift(page)]).toEqual([index, expect.closeTo(0, 2)]);
    }
    await page.context().close();
  });
});
