import sharp from 'sharp';
import { expect, it } from 'vitest';
import { encodePng } from '#passband/report/pictures/encodePng.ts';
import { filterRows } from '#passband/report/pictures/filterRows.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** What a decoder does (ISO/IEC 15948, 9.2), written from the standard and not from the encoder. */
function unfilter(rows: Uint8Array, stride: number, step: number): number[] {
  const pixels: number[] = [];
  for (let y = 0; y * (stride + 1) < rows.length; y++) {
    for (let at = 0; at < stride; at++) {
      const a = at < step ? 0 : pixels[y * stride + at - step];
      const b = y === 0 ? 0 : pixels[(y - 1) * stride + at];
      const c = at < step || y === 0 ? 0 : pixels[(y - 1) * stride + at - step];
      const p = a + b - c;
      const nearest = [a, b, c].toSorted((one, other) => Math.abs(p - one) - Math.abs(p - other))[0];
      const predicted = [0, a, b, Math.floor((a + b) / 2), nearest][rows[y * (stride + 1)]];
      pixels.push((rows[y * (stride + 1) + 1 + at] + predicted) % 256);
    }
  }
  return pixels;
}

it('gives back every pixel, whichever filter a row has', () => {
  const pixels = Array.from({ length: 40 * 30 }, (_, at) => {
    const [x, y] = [at % 30, Math.floor(at / 30)];
    return [x * 9, y * 7, 5 * (x + y), (x * x * 13 + y * 101 + x * y) % 256][y % 4] % 256;
  });
  const rows = filterRows(pixels, 30, 3);
  expect(unfilter(rows, 30, 3)).toEqual(pixels);
  expect(new Set(Array.from({ length: 40 }, (_, y) => rows[31 * y])).size).toBeGreaterThan(2);
});

it('makes a smooth picture less than half as large, pixel for pixel the same', async () => {
  const image = float32([3, 64, 64]);
  for (let at = 0; at < image.data.length; at++) {
    const [x, y] = [at % 64, Math.floor(at / 64)];
    image.data[at] = Math.round(255 * (0.5 + 0.4 * Math.sin(x / 9) * Math.cos(y / 7))) / 255;
  }
  const bytes = encodePng(image);
  const raw = await sharp(bytes).raw().toBuffer();
  const expected = Array.from({ length: raw.length }, (_, at) =>
    Math.round(255 * image.data[(at % 3) * 4096 + Math.floor(at / 3)]),
  );
  expect([...raw]).toEqual(expected);
  expect(bytes.length).toBeLessThan(raw.length / 2);
});
