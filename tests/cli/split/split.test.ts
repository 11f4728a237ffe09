import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runSplit } from '#passband/cli/split/runSplit.ts';
import { addSplitCommand } from '#passband/cli/split/split.ts';
import type { SplitFlags } from '#passband/cli/split/splitFlags.ts';
import { readImage } from '#passband/data/images/imageFile.ts';
import { splitSingularValues } from '#passband/spectrum/singular/splitSingularValues.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { decodeNpy } from '#passband/tensor/npy.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { passbandIn } from '../../support/passband.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-split-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The whole command with its exit code, in the test's folder. */
const passbandSplit = (...words: string[]) => passbandIn(folder)('split', ...words);

/** The command in this process, with paths in the test's folder; what it prints names them as given there. */
async function split(path: string, ...words: string[]) {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text).replaceAll(join(folder, '/'), '');
      return true;
    }),
  );
  const program = new Command().exitOverride();
  addSplitCommand(program);
  const here = words.map((word, index) => (words[index - 1] === '--out' ? join(folder, word) : word));
  try {
    await program.parseAsync(['split', join(folder, path), ...here], { from: 'user' });
    return { ...printed, error: undefined };
  } catch (error) {
    return { ...printed, error: error as Error };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const width = 24;
const height = 20;

/** Soft stripes with some texture, so that every radius has something on both sides. */
function picture(channels: 1 | 3 | 4, largest = 255): Uint16Array {
  return Uint16Array.from({ length: width * height * channels }, (_, at) => {
    const [channel, x, y] = [
      at % channels,
      Math.floor(at / channels) % width,
      Math.floor(at / channels / width),
    ];
    if (channel === 3) return largest / 2;
    return (
      largest * (0.5 + 0.3 * Math.sin((x + channel) / 3) + 0.1 * Math.cos(y * 2.1) + 0.05 * ((x * y) % 2))
    );
  });
}

const png = (channels: 1 | 3 | 4) =>
  sharp(Uint8Array.from(picture(channels)), { raw: { width, height, channels } });

async function image(name: string, channels: 1 | 3 = 3): Promise<string> {
  const file = png(channels).toColourspace(channels === 1 ? 'b-w' : 'srgb');
  await writeFile(join(folder, name), await file.png().toBuffer());
  return name;
}

async function npy(...path: string[]): Promise<Tensor<'float32'>> {
  return decodeNpy(await readFile(join(folder, ...path))) as Tensor<'float32'>;
}

/** The image of a file without its batch axis. */
async function pixelsOf(...path: string[]): Promise<Tensor<'float32'>> {
  const { shape, data } = await readImage(join(folder, ...path));
  return float32(shape.slice(1), data);
}

describe('passband split', () => {
  it('writes each component as PNG and as exact floats, and a sheet', async () => {
    const file = await image('a.png');
    const { status, stdout, stderr } = await passbandSplit(file, '--radius', '4,2', '--out', 'plain');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`a.png → ${join('plain', 'a-sheet.png')}\n`);
    expect((await readdir(join(folder, 'plain'))).toSorted()).toEqual(['a', 'a-sheet.png']);
    expect((await readdir(join(folder, 'plain', 'a'))).toSorted()).toEqual(
      ['lfc-r2', 'lfc-r4', 'hfc-r2', 'hfc-r4'].flatMap((name) => [`${name}.npy`, `${name}.png`]).toSorted(),
    );
    const original = await pixelsOf(file);
    const expected = splitFrequencies(original, 4);
    expect(await npy('plain', 'a', 'lfc-r4.npy')).toEqual(expected.lfc);
    expect(await npy('plain', 'a', 'hfc-r4.npy')).toEqual(expected.hfc);
  });

  it('shows HFC with 0.5 added, and with --rescale what was asked for', async () => {
    const file = await image('b.png');
    const { lfc, hfc } = splitFrequencies(await pixelsOf(file), 3);
    const cases: [string[], (value: number) => number, (value: number) => number][] = [
      [[], (low) => low, (high) => high + 0.5],
      [['--rescale', 'none'], (low) => low, (high) => high],
      [['--rescale', 'max'], (low) => low / Math.max(...lfc.data), (high) => high / Math.max(...hfc.data)],
    ];
    for (const [flags, low, high] of cases) {
      expect((await split(file, '--radius', '3', '--out', 'scaled', ...flags)).error).toBeUndefined();
      for (const [name, part, scale] of [
        ['lfc-r3', lfc, low],
        ['hfc-r3', hfc, high],
      ] as const) {
        const shown = await pixelsOf('scaled', 'b', `${name}.png`);
        const gaps = part.data.map((value, at) =>
          Math.abs(Math.min(1, Math.max(0, scale(value))) - shown.data[at]),
        );
        expect(Math.max(...gaps)).toBeLessThan(0.5 / 255 + 1e-6);
      }
      // What is kept exactly is the component, whatever is shown.
      expect((await npy('scaled', 'b', 'hfc-r3.npy')).data).toEqual(hfc.data);
    }
  });

  it('takes the distance and the conventions of the paper', async () => {
    const file = await image('c.png');
    const original = await pixelsOf(file);
    await split(file, '--radius', '5', '--distance', 'l1', '--preset', 'authors', '--out', 'options');
    const expected = splitFrequencies(original, 5, { distance: 'l1', boundary: 'exclusive' });
    expect((await npy('options', 'c', 'lfc-r5.npy')).data).toEqual(expected.lfc.data);
    const brightest = Math.max(...(await pixelsOf('options', 'c', 'hfc-r5.png')).data);
    expect(brightest).toBe(1);
  });

  it('splits by singular values', async () => {
    const file = await image('d.png');
    const { error, stderr } = await split(file, '--method', 'svd', '--rank', '1,3', '--out', 'svd');
    expect([error, stderr]).toEqual([undefined, '']);
    const { leading, rest } = splitSingularValues(await pixelsOf(file), 3);
    expect(await npy('svd', 'd', 'leading-k3.npy')).toEqual(leading);
    expect(await npy('svd', 'd', 'rest-k3.npy')).toEqual(rest);
  });

  it('tells each channel of a large image that is split by singular values, and nothing of a small one', async () => {
    // Long and low, so that it is large but has few singular values.
    const [low, long] = [32, 65_000];
    const large = sharp(new Uint8Array(low * long).fill(100), {
      raw: { width: long, height: low, channels: 1 },
    });
    await writeFile(join(folder, 'long.png'), await large.toColourspace('b-w').png().toBuffer());
    const flags = ['--method', 'svd', '--rank', '1,2', '--out', 'large'];
    const { error, stderr } = await split('long.png', ...flags);
    expect(error).toBeUndefined();
    expect(stderr.split('\n')).toEqual([
      'long.png: k = 1, channel 1 of 1 of 65000 × 32 pixels …',
      'long.png: k = 2, channel 1 of 1 of 65000 × 32 pixels …',
      '',
    ]);
    expect((await split('long.png', ...flags, '--quiet')).stderr).toBe('');
    expect((await split(await image('h.png'), ...flags)).stderr).toBe('');
  });

  it('takes a radius beside --method svd, and says that this split has none', async () => {
    const file = await image('g.png');
    const flags = ['--method', 'svd', '--rank', '8', '--rescale', 'shift', '--out', 'both'];
    const { error, stderr } = await split(file, '--radius', '4,8,12,16', ...flags);
    expect([error, stderr]).toEqual([
      undefined,
      'passband: warning: the SVD split has no radius and uses --rank\n',
    ]);
    expect(await npy('both', 'g', 'rest-k8.npy')).toEqual(splitSingularValues(await pixelsOf(file), 8).rest);
    const more = await split(file, '--distance', 'l1', '--preset', 'authors', ...flags, '--json');
    expect(JSON.parse(more.stdout).warnings).toEqual([
      'the SVD split has no distance and no preset and uses --rank',
    ]);
  });

  it('warns, once, of a radius that leaves no HFC', async () => {
    await mkdir(join(folder, 'small'));
    await image('small/a.png');
    await image('small/b.png');
    const { error, stderr } = await split('small', '--radius', '4,16', '--out', 'warned');
    expect(error).toBeUndefined();
    expect(stderr).toBe('passband: warning: r = 16 leaves no HFC in an image of 24 × 20\n');
    expect((await npy('warned', 'b', 'hfc-r16.npy')).data.every((value) => value === 0)).toBe(true);
    expect((await split('small', '--radius', '16', '--out', 'warned', '--quiet')).stderr).toBe('');
  });

  it('reads EXIF orientation, alpha, palette, 16-bit, grey and CMYK files of a folder', async () => {
    const path = join(folder, 'kinds');
    await mkdir(path);
    const files = {
      'alpha.png': png(4).png(),
      'cmyk.jpg': png(3).toColourspace('cmyk').jpeg(),
      'deep.png': sharp(picture(3, 65535), { raw: { width, height, channels: 3 } })
        .toColourspace('rgb16')
        .png(),
      'grey.webp': png(3).webp(),
      'grey.png': png(1).toColourspace('b-w').png(),
      'palette.png': png(3).png({ palette: true, colours: 16 }),
      'turned.jpg': png(3).withMetadata({ orientation: 6 }).jpeg(),
    };
    for (const [name, file] of Object.entries(files))
      await writeFile(join(path, name), await file.toBuffer());
    await writeFile(join(path, 'notes.txt'), 'not an image, and not named as one');
    await writeFile(join(path, '.hidden.png'), 'hidden');
    const { error, stdout, stderr } = await split('kinds', '--radius', '4', '--out', 'kinds-split', '--json');
    expect([error, stderr]).toEqual([undefined, '']);
    const record = JSON.parse(stdout);
    const shapes = record.images.map(({ image: name, shape }: { image: string; shape: number[] }) => [
      name,
      shape,
    ]);
    expect(Object.fromEntries(shapes)).toEqual({
      [join('kinds', 'alpha.png')]: [3, 20, 24],
      [join('kinds', 'cmyk.jpg')]: [3, 20, 24],
      [join('kinds', 'deep.png')]: [3, 20, 24],
      [join('kinds', 'grey.webp')]: [3, 20, 24],
      [join('kinds', 'grey.png')]: [1, 20, 24],
      [join('kinds', 'palette.png')]: [3, 20, 24],
      [join('kinds', 'turned.jpg')]: [3, 24, 20],
    });
    for (const { sheet, components } of record.images) {
      expect((await sharp(join(folder, sheet)).metadata()).format).toBe('png');
      const [lfc, hfc] = await Promise.all(components.map(({ npy: file }: { npy: string }) => npy(file)));
      const { data } = await readImage(
        join(folder, record.images.find((one: { sheet: string }) => one.sheet === sheet).image),
      );
      const gaps = data.map((value, at) => Math.abs(lfc.data[at] + hfc.data[at] - value));
      expect(Math.max(...gaps)).toBeLessThan(2e-7);
    }
  });

  it('keeps images of the same name apart', async () => {
    const path = join(folder, 'twins');
    await mkdir(path);
    for (const name of ['a.png', 'A.jpg', 'a-png.png', 'b.png']) {
      await writeFile(
        join(path, name),
        await png(3)
          .toFormat(name.endsWith('jpg') ? 'jpeg' : 'png')
          .toBuffer(),
      );
    }
    expect((await split('twins', '--radius', '4', '--out', 'twins-split')).error).toBeUndefined();
    const sheets = (await readdir(join(folder, 'twins-split'))).filter((name) => name.endsWith('-sheet.png'));
    expect(sheets.toSorted()).toEqual(
      ['A-jpg-sheet.png', 'a-png-2-sheet.png', 'a-png-sheet.png', 'b-sheet.png'].toSorted(),
    );
  });

  it('describes what it wrote with --json, and is silent with --quiet', async () => {
    const file = await image('e.png', 1);
    const { stdout, stderr } = await split(file, '--radius', '2.5,40', '--out', 'json', '--json');
    expect(stderr).toContain('warning: r = 40');
    expect(stdout.endsWith('}\n')).toBe(true);
    const at = (name: string) => join('json', 'e', name);
    expect(JSON.parse(stdout)).toEqual({
      schema: 'passband.split',
      version: 1,
      method: 'fourier',
      preset: 'paper',
      distance: 'l2',
      boundary: 'inclusive',
      rescale: 'shift',
      warnings: ['r = 40 leaves no HFC in an image of 24 × 20'],
      images: [
        {
          image: 'e.png',
          shape: [1, 20, 24],
          sheet: join('json', 'e-sheet.png'),
          components: [
            { component: 'lfc', radius: 2.5, png: at('lfc-r2.5.png'), npy: at('lfc-r2.5.npy'), empty: false },
            { component: 'hfc', radius: 2.5, png: at('hfc-r2.5.png'), npy: at('hfc-r2.5.npy'), empty: false },
            { component: 'lfc', radius: 40, png: at('lfc-r40.png'), npy: at('lfc-r40.npy'), empty: false },
            { component: 'hfc', radius: 40, png: at('hfc-r40.png'), npy: at('hfc-r40.npy'), empty: true },
          ],
        },
      ],
    });
    const quiet = await split(file, '--radius', '2', '--out', 'json', '--quiet');
    expect(quiet).toEqual({ error: undefined, stdout: '', stderr: '' });
  });

  it('splits the other images of a folder when one is bad, and says so', async () => {
    const path = join(folder, 'mixed');
    await mkdir(path);
    await image('mixed/good.png');
    await writeFile(join(path, 'bad.png'), 'hello');
    const { status, stdout, stderr } = await passbandSplit('mixed', '--radius', '4', '--out', 'mixed-split');
    expect(status).toBe(2);
    expect(stdout).toContain('good-sheet.png');
    const bad = join('mixed', 'bad.png');
    expect(stderr).toContain(`passband: '${bad}' cannot be read as an image`);
    expect(stderr).toContain('passband: 1 of 2 images could not be split\n');
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  it.each([
    [['text.png', '--radius', '4', '--out', 'x'], "'text.png' cannot be read as an image"],
    [['text.png', '--radius', '4,-1', '--out', 'x'], 'numbers ≥ 0 with commas between them, got 4,-1'],
    [['text.png', '--method', 'wavelet', '--out', 'x'], 'Allowed choices are fourier, svd'],
    [['--radius', '4', '--out', 'x'], "missing required argument 'IMAGE|FOLDER'"],
  ])('%j is one line on stderr and exit code 2', async (words, message) => {
    await writeFile(join(folder, 'text.png'), 'hello');
    const { status, stdout, stderr } = await passbandSplit(...words);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^passband: .*\n$/);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('runSplit', () => {
  beforeAll(async () => {
    await image('ok.png');
    await writeFile(join(folder, 'text'), 'hello');
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'pictures'));
    await image('pictures/a.png');
  });

  const fourier = { method: 'fourier', radius: '4', out: 'x' } as const;
  const svd = { method: 'svd', out: 'x' } as const;

  it.each<[string, SplitFlags, string]>([
    ['text', fourier, "text' cannot be read as an image"],
    ['none.png', fourier, 'there is no file or folder'],
    ['text/a', fourier, 'there is no file or folder'],
    ['empty', fourier, "empty' holds no images (.jpg, .jpeg, .png"],
    ['ok.png', { method: 'fourier', out: 'x' }, 'split needs radii, as --radius 4,8,12,16'],
    ['ok.png', { ...fourier, radius: '-3' }, '--radius must be numbers ≥ 0 with commas between them, got -3'],
    ['ok.png', { ...fourier, radius: 'NaN' }, 'got NaN'],
    ['ok.png', { ...fourier, radius: 'Infinity' }, 'got Infinity'],
    ['ok.png', { ...fourier, radius: '4,' }, 'got 4,'],
    ['ok.png', { ...fourier, radius: '' }, '--radius must be numbers'],
    ['ok.png', { method: 'fourier', radius: '4' }, 'split needs a folder for its results, as --out DIR'],
    ['ok.png', { ...fourier, out: 'text' }, 'cannot be made'],
    ['pictures', { ...fourier, out: 'pictures/' }, '--out must be another folder than that of the images'],
    ['ok.png', { ...fourier, rank: '2' }, '--rank belongs to --method svd'],
    ['ok.png', { ...fourier, distance: 'l3' }, '--distance must be one of l2, l1, linf, got l3'],
    ['ok.png', { ...fourier, preset: 'mine' }, '--preset must be one of paper, authors, got mine'],
    [
      'ok.png',
      { ...fourier, rescale: 'shft' },
      '--rescale must be one of none, clip, max, shift, got shft (did you mean shift?)',
    ],
    ['ok.png', svd, '--method svd needs ranks, as --rank 8,32'],
    ['ok.png', { ...svd, rank: '0' }, '--rank must be whole numbers ≥ 1 with commas between them, got 0'],
    ['ok.png', { ...svd, rank: '2.5' }, 'got 2.5'],
    ['ok.png', { ...svd, rank: '8,' }, 'got 8,'],
  ])('of %s with %j fails with one line', async (path, flags, message) => {
    const { out, ...others } = flags;
    const inFolder = out === undefined ? others : { ...others, out: join(folder, out) };
    const error = await runSplit(join(folder, path), inFolder).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain(message);
    expect(error?.message).not.toContain('\n');
  });

  // A superuser may read everything.
  it.skipIf(process.getuid?.() === 0)('fails on a folder without permission', async () => {
    await mkdir(join(folder, 'locked'));
    await chmod(join(folder, 'locked'), 0);
    await expect(runSplit(join(folder, 'locked'), { ...fourier, out: folder })).rejects.toThrow(
      'no permission',
    );
  });
});
