import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readImage, writePng } from '../../data/images/imageFile.ts';
import { placeInside, writeInside } from '../../files/inside.ts';
import { rescale } from '../../spectrum/split/rescale.ts';
import { encodeNpy } from '../../tensor/npy.ts';
import { float32 } from '../../tensor/tensor.ts';
import { UserError } from '../../wording/userError.ts';
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { readFlags } from '../terminal/flags.ts';
import { complain, printJson, printLines, tell } from '../terminal/print.ts';
import { findImages, type ImageFile } from './findImages.ts';
import { type SplitFlags, splitFlags } from './splitFlags.ts';
import { type SplitMethod, splitMethod } from './splitMethod.ts';
import { type PartPanels, partPanels, splitSheet } from './splitSheet.ts';

/** Pixels from which on each step of a slow split is told, so that minutes do not pass in silence. */
const LARGE_IMAGE = 2_000_000;

/** What was written for one image; paths as a shell in the current folder takes them. */
interface SplitRecord {
  readonly image: string;
  /** [channels, height, width]. */
  readonly shape: readonly number[];
  readonly sheet: string;
  readonly components: readonly ComponentRecord[];
}

/** One file of pixels, by its radius or rank. */
type ComponentRecord = Readonly<Record<string, string | number | boolean>>;

/** Runs `passband split`: results on stdout, warnings on stderr. */
export async function runSplit(path: string, typed: SplitFlags): Promise<void> {
  const flags = readFlags(splitFlags, typed);
  const { out, quiet = false, json = false, maxMemory } = flags;
  const method = splitMethod(flags);
  if (out === undefined) throw new UserError('split needs a folder for its results, as --out DIR');
  const images = await findImages(path);
  await makeFolder(out);
  const isFolder = images[0].path !== path;
  if (isFolder) await refuseSameFolder(path, out);

  const warnings = new Set<string>();
  const warn = (text: string) => {
    if (!quiet && !warnings.has(text)) tell(`passband: warning: ${text}`);
    warnings.add(text);
  };
  method.warnings.forEach(warn);
  const say = (text: string) => {
    if (!quiet) tell(text);
  };
  const records: SplitRecord[] = [];
  let failures = 0;
  for (const file of images) {
    try {
      const record = await splitFile(file, out, method, { warn, say, maxMemory });
      records.push(record);
      if (!quiet && !json) printLines([`${file.path} → ${record.sheet}`]);
    } catch (error) {
      // One bad file does not keep the others of a folder from being split.
      if (!isFolder) throw error;
      failures++;
      complain(error);
    }
  }
  if (json) {
    const record = { schema: 'passband.split', version: 1, ...method.settings };
    printJson({ ...record, warnings: [...warnings], images: records });
  }
  if (failures > 0) throw new UserError(`${failures} of ${images.length} images could not be split`);
}

interface SplitFileOptions {
  readonly warn: (text: string) => void;
  readonly say: (text: string) => void;
  readonly maxMemory: number | undefined;
}

async function splitFile(
  { path, name }: ImageFile,
  out: string,
  method: SplitMethod,
  { warn, say, maxMemory }: SplitFileOptions,
): Promise<SplitRecord> {
  const batch = await readImage(path, { maxMemory });
  const image = float32(batch.shape.slice(1), batch.data);
  const [, height, width] = image.shape;
  const components: ComponentRecord[] = [];
  const panels: PartPanels[] = [];
  // Cut by cut, and of each only what the sheet shows is kept: all components of a large photo would fill the memory.
  for (const cut of method.cuts) {
    const { low, high } = cut.split(image, (channel, channels) => {
      if (height * width < LARGE_IMAGE) return;
      say(`${path}: ${cut.title}, channel ${channel + 1} of ${channels} of ${width} × ${height} pixels …`);
    });
    const empty = cut.takesAll(height, width);
    if (empty) warn(`${cut.title} leaves no ${method.high.title} in an image of ${width} × ${height}`);
    for (const [part, pixels] of [
      [method.low.name, low],
      [method.high.name, high],
    ] as const) {
      const base = `${name}/${part}-${cut.name}`;
      const file = join(out, base);
      const isLow = part === method.low.name;
      await writePng(
        await placeInside(out, `${base}.png`),
        method.rescale === 'shift' && isLow ? pixels : rescale(pixels, method.rescale),
      );
      await writeInside(out, `${base}.npy`, encodeNpy(pixels));
      components.push({
        component: part,
        ...cut.key,
        png: `${file}.png`,
        npy: `${file}.npy`,
        empty: empty && !isLow,
      });
    }
    panels.push(partPanels(method, cut, { low, high }));
  }
  const sheet = splitSheet(image, panels, method);
  const sheetPath = join(out, `${name}-sheet.png`);
  await writePng(await placeInside(out, `${name}-sheet.png`), sheet.image, { overlay: sheet.overlay });
  return { image: path, shape: image.shape, sheet: sheetPath, components };
}

// The sheets would lie among the images, and be split in their turn the next time.
async function refuseSameFolder(path: string, out: string): Promise<void> {
  if ((await realpath(path)) === (await realpath(out))) {
    throw new UserError(`--out must be another folder than that of the images, got ${out}`);
  }
}
