/// <reference lib="dom" />
import { crc32 } from 'node:zlib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { accessibilityFaults } from '../support/browser/accessibility.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { chromium } from '../support/browser/chromium.ts';
import { layoutShift } from '../support/browser/layoutShift.ts';

/** A picture of one colour in another, as bytes of a file. */
const square = (format: 'png' | 'jpeg', width: number, height: number, orientation = 1) => {
  const background = { r: 200, g: 80, b: 40 };
  const image = sharp({ create: { width, height, channels: 3, background } });
  return image.withMetadata({ orientation }).toFormat(format).toBuffer();
};

interface Given {
  readonly name: string;
  readonly bytes: Buffer;
  readonly type?: string;
}

/** Drops or pastes files on the page, as a browser tells it. */
async function bring(page: Page, how: 'drop' | 'paste', files: readonly Given[]): Promise<void> {
  await page.evaluate(
    ({ how, files }) => {
      const transfer = new DataTransfer();
      for (const { name, base64, type } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      const event =
        how === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    {
      how,
      files: files.map(({ name, bytes, type = '' }) => ({ name, base64: bytes.toString('base64'), type })),
    },
  );
}

const hash = (page: Page) => page.evaluate(() => decodeURIComponent(location.hash));

const headline = (page: Page) => page.locator('.headline');
const answered = (page: Page) =>
  headline(page)
    .getByText(/ says .*%.* says .*%/)
    .waitFor();
const sizes = (page: Page) =>
  page
    .locator('.panel canvas')
    .evaluateAll((all) => (all as HTMLCanvasElement[]).map(({ width, height }) => `${width}x${height}`));
/** The four pictures, as the models take them that come with the page. */
const ofTheModel = Array(4).fill('32x32');

describe.skipIf(!chromium)('the lens page', () => {
  const { browser, url, visit } = builtPage();

  it('says what the natural model makes of a sample and of its components, in its place, where nothing else can be reached', async () => {
    const context = await browser().newContext();
    await context.route('**', (route) =>
      route.request().url().startsWith(url()) ? route.continue() : route.abort(),
    );
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('requestfailed', (request) => refused.push(request.url()));
    await page.goto(url());
    await answered(page);
    expect(await headline(page).textContent()).toMatch(
      /^The natural model says automobile \(99%\)\. Of the low frequencies alone it says ship \(.*, of the high ones automobile/,
    );
    await page.locator('.spot').first().waitFor();
    expect(await layoutShift(page)).toBeLessThan(0.01);
    expect(await sizes(page)).toEqual(ofTheModel);
    expect(await page.getByRole('list', { name: 'What the model says of LFC' }).textContent()).toContain(
      'ship',
    );
    await page
      .locator('.most-often')
      .getByText(
        /^Most often it says \w+ of LFC \(at \d\d% of the radii\) and automobile of HFC \(at \d\d%\)\.$/,
      )
      .waitFor();
    expect(refused).toEqual([]);
    await context.close();
  });

  it('says kindly that a link brought no image and no model of others', async () => {
    // The first visit, of a page that has no files yet.
    await visit('#image=own&model=own&r=5', async (page) => {
      await page
        .getByText(
          'This link was made with somebody’s own image and model, which never left their machine. You see a sample and the natural model instead',
        )
        .waitFor();
      await answered(page);
      expect(await hash(page)).toBe('#r=5');
      await page.getByRole('button', { name: 'Close' }).click();
    });
  });

  it('moves the cut with the slider, its keys, the spectrum and the curve, and goes back', async () => {
    await visit('#image=ship', async (page) => {
      await answered(page);
      await expect.poll(() => sizes(page)).toEqual(ofTheModel);
      const slider = page.getByRole('slider');
      expect(await slider.inputValue()).toBe('4');
      await slider.fill('6.5');
      expect(await hash(page)).toBe('#image=ship&r=6.5');
      await slider.press('ArrowRight');
      expect(await slider.inputValue()).toBe('7');

      const spectrum = (await page.locator('.spectrum').boundingBox())!;
      const bin = spectrum.width / 32;
      const middle = { x: spectrum.x + 16.5 * bin, y: spectrum.y + 16.5 * bin };
      await page.mouse.move(middle.x + 3 * bin, middle.y);
      await page.mouse.down();
      await page.mouse.move(middle.x, middle.y - 10 * bin);
      expect(await slider.inputValue()).toBe('10');
      await page.mouse.up();
      expect(await hash(page)).toBe('#image=ship&r=10');

      await page.locator('.spot').first().waitFor();
      const chart = page.locator('.chart svg');
      await chart.scrollIntoViewIfNeeded();
      const box = (await chart.boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + 60);
      const clicked = Number(await slider.inputValue());
      expect(clicked).toBeGreaterThan(10);
      expect(clicked).toBeLessThan(13);

      await page.goBack();
      expect(await slider.inputValue()).toBe('10');
      await page.goBack();
      expect(await slider.inputValue()).toBe('7');
    });
  });

  it('goes beyond the corner of the spectrum, where HFC is empty', async () => {
    await visit('#r=500', async (page) => {
      await answered(page);
      expect(await page.getByRole('slider').inputValue()).toBe('23');
      await headline(page).getByText('nothing is left for HFC').waitFor();
      await page.getByText('empty: all is low').waitFor();
    });
  });

  it('splits by singular values', async () => {
    await visit('', async (page) => {
      await answered(page);
      await page.getByRole('radio', { name: 'SVD' }).check();
      await headline(page).getByText('Of the leading part alone').waitFor();
      expect(await hash(page)).toBe('#method=svd');
      const box = (await page.locator('.singular').boundingBox())!;
      await page.mouse.click(box.x + 0.5 * box.width, box.y + 20);
      expect(await page.getByRole('slider').inputValue()).toBe('16');
      await page.locator('.singular path.high[d^="M"]').waitFor({ state: 'attached' });
    });
  });

  it('changes reading, distance and what the model is shown', async () => {
    await visit('', async (page) => {
      await answered(page);
      const before = await headline(page).textContent();
      await page.getByText('More settings').click();
      await page.getByRole('radio', { name: 'authors’ code' }).check();
      expect(await hash(page)).toBe('#preset=authors&rescale=max');
      await expect.poll(() => headline(page).textContent()).not.toBe(before);
      await page.getByRole('radio', { name: 'clipped' }).check();
      await page.getByRole('radio', { name: 'square' }).check();
      expect(await hash(page)).toBe('#preset=authors&distance=linf&rescale=clip');
      expect(await page.locator('.edge .line').getAttribute('d')).toMatch(/^M12\.5 12\.5H20\.5V20\.5/);
      expect(await page.getByRole('slider').getAttribute('max')).toBe('16.5');
    });
  });

  it('opens the view that a link describes', async () => {
    await visit('#image=horse&model=robust&r=6', async (page) => {
      await headline(page)
        .getByText(/^The robust model says/)
        .waitFor();
      expect(await headline(page).textContent()).toContain('The robust model says horse');
      expect(await page.getByRole('radio', { name: 'horse' }).isChecked()).toBe(true);
      expect(await page.getByRole('slider').inputValue()).toBe('6');
    });
  });

  it('shows an image at its own size without a model, upright and shrunk to 1,024 pixels', async () => {
    await visit('#model=none', async (page) => {
      await bring(page, 'drop', [{ name: 'photo.jpg', bytes: await square('jpeg', 60, 40, 6) }]);
      await expect.poll(() => sizes(page)).toEqual(['40x60', '40x60', '40x60', '40x60']);
      expect(await hash(page)).toBe('#image=own&model=none');
      await bring(page, 'paste', [{ name: 'large.png', bytes: await square('png', 2048, 512) }]);
      await expect.poll(() => sizes(page)).toEqual(Array(4).fill('1024x256'));
      await page.getByText('More settings').click();
      await page.getByText('2048 × 512 pixels is shrunk to 1024 × 256').waitFor();
      await page.getByText('2048 × 512 → 1024 × 256').waitFor();
      await page.goBack();
      await expect.poll(() => sizes(page)).toEqual(Array(4).fill('256x256'));
      await page.goForward();
      await expect.poll(() => sizes(page)).toEqual(Array(4).fill('1024x256'));
    });
  });

  it.each([
    { width: 90, height: 70 },
    { width: 520, height: 460 },
  ])('draws the components that the library computes, at $width × $height', async ({ width, height }) => {
    const random = seededRandom('picture');
    const bytes = Uint8Array.from({ length: 3 * width * height }, () => 255 * random.uniform());
    const image = float32([3, height, width]);
    bytes.forEach((value, at) => {
      image.data[(at % 3) * width * height + Math.floor(at / 3)] = value / 255;
    });
    const { lfc, hfc } = splitFrequencies(image, 20.5);
    const buffer = await sharp(bytes, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    await visit('#model=none&r=20.5', async (page) => {
      await page.getByLabel('Image file').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
      for (const [panel, part, zero] of [
        ['lfc', lfc, 0],
        ['hfc', hfc, 127.5],
      ] as const) {
        const canvas = page.locator(`.panel.${panel} canvas[width="${width}"]`);
        await canvas.waitFor();
        const address = await canvas.evaluate((element: HTMLCanvasElement) => element.toDataURL());
        const png = Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
        const drawn = await sharp(png).ensureAlpha().raw().toBuffer();
        let furthest = 0;
        part.data.forEach((value, at) => {
          const area = width * height;
          const byte = drawn[4 * (at % area) + Math.floor(at / area)];
          furthest = Math.max(furthest, Math.abs(Math.min(255, Math.max(0, 255 * value + zero)) - byte));
        });
        expect(furthest).toBeLessThan(0.51);
      }
    });
  });

  it('asks the model about an image that is picked', async () => {
    await visit('', async (page) => {
      await answered(page);
      const bytes = await square('png', 90, 30);
      await page
        .getByLabel('Image file')
        .setInputFiles({ name: 'flag.png', mimeType: 'image/png', buffer: bytes });
      await page.getByRole('img', { name: 'The image, flag.png' }).waitFor();
      await expect.poll(() => headline(page).textContent()).not.toContain('says automobile (99');
      await page.getByText('More settings').click();
      await page.getByText('The model takes 32 × 32 pixels: the image of 90 × 30 is scaled').waitFor();
      await page.getByText('90 × 30 → 32 × 32, middle cut out').waitFor();
    });
  });

  it('takes files in the playground, too, and shows them in the lens', async () => {
    await visit('#page=playground&model=none', async (page) => {
      await page.getByRole('link', { name: 'Playground' }).waitFor();
      await bring(page, 'drop', [{ name: 'red.png', bytes: await square('png', 48, 48) }]);
      await page.getByRole('img', { name: 'The image, red.png' }).waitFor();
      expect(await hash(page)).toBe('#image=own&model=none');
    });
  });

  it('shows the first sample where a link names none', async () => {
    await visit('#image=unicorn&model=none', async (page) => {
      await page.getByRole('img', { name: 'The image, automobile' }).waitFor();
      expect(await page.getByRole('radio', { name: 'automobile' }).isChecked()).toBe(true);
    });
  });

  const unreadable = [
    { what: 'an empty file', name: 'a.png', bytes: async () => Buffer.alloc(0), words: '“a.png” is empty' },
    {
      what: 'a text',
      name: 'notes.md',
      bytes: async () => Buffer.from('hello'),
      words: 'is no image that this browser can read',
    },
    {
      what: 'a damaged image',
      name: 'cut.png',
      bytes: async () => (await square('png', 300, 300)).subarray(0, 60),
      words: '“cut.png”',
    },
    {
      what: 'too many pixels',
      name: 'huge.png',
      bytes: async () => {
        const bytes = Buffer.from(await square('png', 8, 8));
        bytes.writeUInt32BE(9000, 16);
        bytes.writeUInt32BE(9000, 20);
        bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
        return bytes;
      },
      words: '“huge.png” has 81 million pixels; this page takes up to 50.',
    },
  ];

  it('refuses what is no image that it can show in one line and stays as it was', async () => {
    await visit('#model=none', async (page) => {
      await expect.poll(() => sizes(page)).toEqual(Array(4).fill('256x256'));
      for (const { what, name, bytes, words } of unreadable) {
        await bring(page, 'drop', [{ name, bytes: await bytes() }]);
        await page.getByRole('alert').getByText(words).waitFor();
        expect(await sizes(page), what).toEqual(Array(4).fill('256x256'));
        await page.getByRole('button', { name: 'Close' }).click();
        expect(await page.getByRole('alert').textContent(), what).toBe('');
      }
    });
  });

  it('has no accessibility violation in a light or dark appearance', async () => {
    await visit('', async (page) => {
      await answered(page);
      await page.locator('.spot').first().waitFor();
      await page.getByText('More settings').click();
      for (const open of ['', '#method=svd', '#model=none']) {
        if (open) await page.evaluate((to) => location.assign(to), open);
        expect(await accessibilityFaults(page), open).toEqual([]);
      }
    });
  });

  it('fits into windows between 360 and 2560 pixels wide', async () => {
    await visit('', async (page) => {
      await answered(page);
      for (const width of [360, 400, 1400, 2560]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });
  });
});
