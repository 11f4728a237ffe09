import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImage, writePng } from '#passband/data/images/imageFile.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { hollowPng } from '../../support/claims.ts';

const width = 4;
const height = 3;
const area = width * height;

/** Interleaved values 0 … `largest`, all different. */
function ramp(channels: number, largest: number): Uint16Array {
  const count = area * channels;
  return Uint16Array.from({ length: count }, (_, at) =>
    Math.round((((at * 7) % count) * largest) / (count - 1)),
  );
}

const bytes = (channels: number) => Uint8Array.from(ramp(channels, 255));

const of8 = (channels: 1 | 2 | 3 | 4, values = bytes(channels)) =>
  sharp(values, { raw: { width, height, channels } });

const of16 = (channels: 1 | 2 | 3 | 4, values = ramp(channels, 65535)) =>
  sharp(values, { raw: { width, height, channels } });

/** Interleaved values as planes, divided by `white`. */
function planes(values: ArrayLike<number>, channels: number, white: number): number[] {
  return Array.from({ length: area * channels }, (_, at) => {
    const [channel, pixel] = [Math.floor(at / area), at % area];
    return Math.fround(values[pixel * channels + channel] / white);
  });
}

/** Planes of interleaved values whose last channel is alpha, laid on white. */
function onWhite(values: ArrayLike<number>, channels: number, white: number): number[] {
  return Array.from({ length: area * (channels - 1) }, (_, at) => {
    const [channel, pixel] = [Math.floor(at / area), at % area];
    const alpha = values[pixel * channels + channels - 1] / white;
    return alpha * (values[pixel * channels + channel] / white) + 1 - alpha;
  });
}

function expectPixels(image: Tensor<'float32'>, expected: readonly number[], tolerance = 1e-6): void {
  expect(image.data.length).toBe(expected.length);
  const gaps = expected.map((value, at) => Math.abs(value - image.data[at]));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(tolerance);
}

/** A grey TIFF file of `values`, uncompressed; `format` is 1 for unsigned integers, 2 for signed ones, 3 for floats. */
function tiff(values: Float32Array | Int32Array | Uint32Array | Int16Array, format: 1 | 2 | 3) {
  const entries = [
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8 * values.BYTES_PER_ELEMENT],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, values.byteLength],
    [339, 3, format],
  ];
  const directory = Buffer.alloc(2 + 12 * entries.length + 4);
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, type, value], index) => {
    const at = 2 + 12 * index;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(value, at + 8);
  });
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8 + values.byteLength, 4);
  return Buffer.concat([head, Buffer.from(values.buffer), directory]);
}

describe('readImage', () => {
  it('divides 8-bit colour by 255', async () => {
    for (const file of [await of8(3).png().toBuffer(), await of8(3).webp({ lossless: true }).toBuffer()]) {
      const image = await readImage(file);
      expect(image.shape).toEqual([1, 3, height, width]);
      expectPixels(image, planes(bytes(3), 3, 255), 0);
    }
  });

  it('keeps a grey file at one channel', async () => {
    const png = await readImage(await of8(1).toColourspace('b-w').png().toBuffer());
    expect(png.shape).toEqual([1, 1, height, width]);
    expectPixels(png, planes(bytes(1), 1, 255), 0);
    const jpeg = await readImage(await of8(1).toColourspace('b-w').jpeg({ quality: 100 }).toBuffer());
    expect(jpeg.shape).toEqual([1, 1, height, width]);
    expectPixels(jpeg, planes(bytes(1), 1, 255), 0.02);
  });

  it('keeps the precision of 16 bits', async () => {
    const colour = planes(ramp(3, 65535), 3, 65535);
    expectPixels(await readImage(await of16(3).toColourspace('rgb16').png().toBuffer()), colour, 0);
    expectPixels(
      await readImage(await of16(3).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer()),
      colour,
      0,
    );
    const grey = await readImage(await of16(1).toColourspace('grey16').png().toBuffer());
    expect(grey.shape).toEqual([1, 1, height, width]);
    expectPixels(grey, planes(ramp(1, 65535), 1, 65535), 0);
  });

  it.each([
    ['32-bit floats', new Float32Array(area).fill(0.5), 3],
    ['signed 32-bit integers', new Int32Array(area).fill(100_000), 2],
    ['32-bit integers', new Uint32Array(area).fill(100_000), 1],
    ['signed 16-bit integers', new Int16Array(area).fill(1000), 2],
  ] as const)('refuses a TIFF file of %s, whose white is not known', async (name, values, format) => {
    const file = tiff(values, format);
    expect(await sharp(file).metadata()).toMatchObject({ format: 'tiff', width, height });
    await expect(readImage(file)).rejects.toThrow(
      new Error(
        `readImage: the buffer cannot be decoded (its values must be 8-bit or 16-bit integers, got ${name})`,
      ),
    );
  });

  it('lays transparent pixels on white, in 8 and in 16 bits, grey and colour', async () => {
    expectPixels(await readImage(await of8(4).png().toBuffer()), onWhite(bytes(4), 4, 255));
    const deep = await of16(4).toColourspace('rgb16').png().toBuffer();
    expectPixels(await readImage(deep), onWhite(ramp(4, 65535), 4, 65535));
    const grey = await readImage(await of8(2).toColourspace('b-w').png().toBuffer());
    expect(grey.shape).toEqual([1, 1, height, width]);
    expectPixels(grey, onWhite(bytes(2), 2, 255));
  });

  it('looks colours of a palette up', async () => {
    const colours = Uint8Array.from({ length: area * 3 }, (_, at) => [255, 0, 0, 0, 128, 255][at % 6]);
    for (const file of [
      await of8(3, colours).png({ palette: true, colours: 2, dither: 0 }).toBuffer(),
      await of8(3, colours).gif({ dither: 0 }).toBuffer(),
    ]) {
      expect((await sharp(file).metadata()).isPalette).toBe(true);
      const image = await readImage(file);
      expect(image.shape).toEqual([1, 3, height, width]);
      expectPixels(image, planes(colours, 3, 255), 1 / 255);
    }
  });

  it('turns CMYK into sRGB', async () => {
    const colours = new Uint8Array(area * 3);
    for (let at = 0; at < area; at++) colours.set(at < area / 2 ? [170, 100, 90] : [240, 240, 240], 3 * at);
    for (const file of [
      await of8(3, colours)
        .toColourspace('cmyk')
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer(),
      await of8(3, colours).toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
    ]) {
      expect((await sharp(file).metadata()).space).toBe('cmyk');
      const image = await readImage(file);
      expect(image.shape).toEqual([1, 3, height, width]);
      expectPixels(image, planes(colours, 3, 255), 0.06);
    }
  });

  it('converts a colour profile to sRGB', async () => {
    const calm = bytes(3).map((value) => 80 + value / 4);
    const wide = await of8(3, calm).withIccProfile('p3').png().toBuffer();
    expect((await sharp(wide).metadata()).hasProfile).toBe(true);
    expectPixels(await readImage(wide), planes(calm, 3, 255), 2 / 255);
  });

  // Orientation 6 is "turn clockwise by 90°", 2 a mirror, 3 a half turn (EXIF 2.32, tag 274).
  it.each([
    [2, 3, 4, (y: number, x: number) => [y, 3 - x]],
    [3, 3, 4, (y: number, x: number) => [2 - y, 3 - x]],
    [6, 4, 3, (y: number, x: number) => [2 - x, y]],
    [8, 4, 3, (y: number, x: number) => [x, 3 - y]],
  ] as const)('stands as EXIF orientation %i says', async (orientation, rows, columns, source) => {
    const values = bytes(3);
    for (const file of [
      await of8(3).withMetadata({ orientation }).png().toBuffer(),
      await of8(3).withMetadata({ orientation }).tiff({ compression: 'lzw' }).toBuffer(),
    ]) {
      const image = await readImage(file);
      expect(image.shape).toEqual([1, 3, rows, columns]);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const [fromY, fromX] = source(y, x);
          const green = values[(fromY * width + fromX) * 3 + 1];
          expect(image.data[area + y * columns + x]).toBe(Math.fround(green / 255));
        }
      }
    }
  });

  it('takes the first frame of an animation', async () => {
    const frames = Buffer.concat([bytes(3), bytes(3).map((value) => 255 - value)]);
    const film = sharp(frames, { raw: { width, height: 2 * height, channels: 3, pageHeight: height } });
    const image = await readImage(await film.webp({ lossless: true }).toBuffer());
    expect(image.shape).toEqual([1, 3, height, width]);
    expectPixels(image, planes(bytes(3), 3, 255), 0);
  });
});

describe('image files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passband-image-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  it('that are none, or cannot be read, are one-line errors with their name', async () => {
    const noise = Uint8Array.from({ length: 300 * 300 }, (_, at) => (at * at * 31) % 256);
    const jpeg = await sharp(noise, { raw: { width: 300, height: 300, channels: 1 } })
      .jpeg()
      .toBuffer();
    const png = await sharp(noise, { raw: { width: 300, height: 300, channels: 1 } })
      .png()
      .toBuffer();
    const cases: [string, string | Uint8Array | undefined, string][] = [
      ['text.png', 'hello', 'cannot be read as an image'],
      ['empty.jpg', '', 'cannot be read as an image'],
      [
        'drawing.svg',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        'cannot be read as an image',
      ],
      ['cut.jpg', jpeg.subarray(0, jpeg.length / 2), 'cannot be decoded'],
      ['cut.png', png.subarray(0, png.length / 2), 'cannot be decoded'],
      ['none.png', undefined, 'there is no such file'],
    ];
    for (const [name, content, message] of cases) {
      const path = content === undefined ? join(folder, name) : await file(name, content);
      const error = await readImage(path).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      expect(error?.message).toContain(message);
      expect(error?.message).toContain(name);
      expect(error?.message).not.toContain('\n');
    }
    await expect(readImage(folder)).rejects.toThrow('it is a folder');
  });

  it('that claim more pixels than may be are refused unopened, and those of a camera are not', async () => {
    const read = (width: number, height: number, maxMemory?: number) =>
      readImage(hollowPng(width, height), { maxMemory });
    await expect(read(60_000, 50_000)).rejects.toThrow(
      'readImage: the buffer: 60000 × 50000 pixels would take 178.8 GiB of memory, more than 4; --max-memory 179 lets it',
    );
    await expect(read(8200, 8200)).rejects.toThrow(
      'would take 4.0 GiB of memory, more than 4; --max-memory 5',
    );
    // The largest full-frame sensor; nothing is missing but the pixels.
    await expect(read(9504, 6336)).rejects.toThrow('the buffer cannot be decoded');
    await expect(read(8200, 8200, 5)).rejects.toThrow('the buffer cannot be decoded');
  });

  it('written as PNG come back, cut off at 0 and 1', async () => {
    const grey = float32([1, 2, 2], [0, 0.4, 1.3, -0.2]);
    await writePng(join(folder, 'grey.png'), grey);
    const read = await readImage(join(folder, 'grey.png'));
    expect(read.shape).toEqual([1, 1, 2, 2]);
    expect([...read.data]).toEqual([0, Math.fround(102 / 255), 1, 0]);
    const colour = float32([1, 3, 1, 2], [0, 1, 0.2, 0.8, 1, 0]);
    await writePng(join(folder, 'colour.png'), colour);
    expect((await readImage(join(folder, 'colour.png'))).data).toEqual(colour.data);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('take a drawing on top', async () => {
    const overlay =
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="4" height="8" fill="#f00"/></svg>';
    await writePng(join(folder, 'drawn.png'), float32([3, 8, 8]), { overlay });
    const { data } = await readImage(join(folder, 'drawn.png'));
    expect([data[0], data[7], data[64]]).toEqual([1, 0, 0]);
  });

  it('leave nothing behind when they cannot be written', async () => {
    await expect(writePng(join(folder, 'missing', 'a.png'), float32([1, 2, 2]))).rejects.toThrow('ENOENT');
    await expect(writePng(join(folder, 'two.png'), float32([2, 2, 2]))).rejects.toThrow(
      'writePng: image must be [1 or 3, height, width], got [2,2,2]',
    );
    await expect(writePng(join(folder, 'two.png'), float32([2, 1, 2, 2]))).rejects.toThrow('writePng');
    expect(await readdir(folder)).not.toContain('two.png');
  });
});
