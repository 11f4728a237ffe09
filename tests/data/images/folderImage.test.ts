import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeFolderImage, shorterSide } from '#passband/data/images/folderImage.ts';
import { hollowPng } from '../../support/claims.ts';

interface Case {
  name: string;
  bytes: string;
  size: number;
  tolerance: number;
  wanted: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/data/folderImages.json', import.meta.url), 'utf8'),
);
const cases: Case[] = golden.cases;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

test.each(cases)('a $name has the pixels that PIL gives it', async ({ bytes, size, tolerance, wanted }) => {
  const pixels = await decodeFolderImage(bytesOf(bytes), 'file', size);
  expect(pixels.length).toBe(wanted.length);
  const worst = Math.max(...wanted.map((value, index) => Math.abs(value - pixels[index])));
  expect(worst).toBeLessThanOrEqual(tolerance);
});

test('a CMYK image becomes colour: little cyan, much yellow is warm', async () => {
  const [red, green, blue] = [0, 64, 128].map(
    (
      (pixels) => (start: number) =>
        pixels[start]
    )(await decodeFolderImage(bytesOf(golden.cmyk), 'file', 8)),
  );
  expect(red).toBeGreaterThan(green);
  expect(green).toBeGreaterThan(blue);
});

test('an image that is too small is enlarged', async () => {
  expect((await decodeFolderImage(bytesOf(cases[0].bytes), 'file', 20)).length).toBe(3 * 20 * 20);
});

test('the shorter side is measured in pixels', async () => {
  expect(await shorterSide(bytesOf(cases.at(-1)!.bytes), 'file')).toBe(48);
});

test('another format, whatever its name, and a damaged file are errors that name the file', async () => {
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
  await expect(decodeFolderImage(svg, 'a/b.png', 8)).rejects.toThrow(
    'a/b.png: is no JPEG, PNG or WebP image',
  );
  await expect(decodeFolderImage(new Uint8Array(0), 'empty.jpg', 8)).rejects.toThrow('empty.jpg: is no JPEG');
  for (const { bytes } of cases) {
    const file = bytesOf(bytes);
    const cut = file.subarray(0, Math.floor(file.length * 0.6));
    await expect(decodeFolderImage(cut, 'cut.png', 8)).rejects.toThrow(
      /^cut\.png: cannot be decoded \(.+\)$/,
    );
  }
});

test('a small file that claims too many pixels is refused before it is decoded', async () => {
  const bomb = hollowPng(9000, 9000);
  await expect(decodeFolderImage(bomb, 'a/b.png', 8)).rejects.toThrow(
    'a/b.png: 9000 × 9000 pixels would take 4.8 GiB of memory, more than 4; --max-memory 5 lets it',
  );
  await expect(decodeFolderImage(bomb, 'a/b.png', 8, 5)).rejects.toThrow('a/b.png: cannot be decoded');
});
