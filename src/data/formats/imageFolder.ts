import { createHash } from 'node:crypto';
import { basename, relative } from 'node:path';
import { readBytes } from '../../files/readBytes.ts';
import { sha256 } from '../../files/readDataFile.ts';
import type { Random } from '../../tensor/random.ts';
import { arrayImages } from '../dataset/arrayImages.ts';
import type { Dataset, Split } from '../dataset/dataset.ts';
import { requireMemory } from '../dataset/memoryLimit.ts';
import { splitOffReserve } from '../dataset/reserve.ts';
import { stratifiedSample } from '../dataset/stratifiedSample.ts';
import type { WithoutTest } from '../dataset/testSplit.ts';
import { decodeFolderImage, shorterSide } from '../images/folderImage.ts';
import { type Listing, listFolder, pickFiles } from './folderLayout.ts';

export interface ImageFolderOptions {
  /** Height and width of the images; by default the largest of 32, 64 and 224 that the first image fills. */
  readonly imageSize?: number | undefined;
  /** Training images that become `reserve`, before any limit; by default none. */
  readonly reserve?: number | undefined;
  /** At most so many training images, drawn from `random` with the share of each class kept; only these are read. */
  readonly limit?: number | undefined;
  /** What is tested where there is no test set; by default a fifth, which is not learned from. */
  readonly withoutTest?: WithoutTest | undefined;
  /** Memory in GiB that all images may take, a byte a value, and a file's pixels while they are decoded; by default 4. */
  readonly maxMemory?: number | undefined;
  readonly random: Random;
}

/**
 * Reads a folder of JPEG, PNG and WebP images, one folder a class: `train/<class>/…` with `test/<class>/…` or
 * `val/<class>/…`, or `<class>/…`, of which a fifth is set aside as the test set. Images become square and coloured
 * (`decodeFolderImage`). All of them are held in memory, one byte a pixel value, up to 4 GiB
 * unless more is allowed.
 *
 * A `classes.json` beside the class folders (or beside `train`) merges folders named by WordNet id into classes.
 *
 * @throws Error that names the folder or file: fewer than two classes, a class without images, a test class that is
 *   not a training class, an image that cannot be decoded, too many images for memory
 */
export async function readImageFolder(
  folder: string,
  { imageSize, reserve = 0, limit = Infinity, withoutTest = 'fifth', maxMemory, random }: ImageFolderOptions,
): Promise<Dataset> {
  const { classes, train, test, notices, wordNetIds } = await listFolder(folder, withoutTest);
  const parts = splitOffReserve(folder, train.labels, reserve);
  const left = pickFiles(train, parts.train);
  const kept = stratifiedSample(left.labels, Math.min(limit, left.files.length), random.fork('limit/train'));
  const learned = pickFiles(left, kept);
  const aside = pickFiles(train, parts.reserve);
  const size = imageSize ?? (await defaultSize(train.files[0]));
  const count = learned.files.length + test.files.length + aside.files.length;
  requireMemory(`${folder}: ${count} images of ${size}×${size}`, count * 3 * size * size, maxMemory);
  const options = { folder, size, maxMemory };
  const trainImages = await readImages(learned, options);
  const testImages = await readImages(test, options);
  const reserveImages = reserve > 0 ? await readImages(aside, options) : undefined;
  return {
    name: basename(folder),
    classes,
    shape: [3, size, size],
    resizedTo: size,
    ...(wordNetIds && { wordNetIds }),
    train: trainImages.split,
    test: testImages.split,
    ...(reserveImages && { reserve: reserveImages.split }),
    notices,
    hashes: {
      train: trainImages.hash,
      test: testImages.hash,
      ...(reserveImages && { reserve: reserveImages.hash }),
    },
  };
}

async function defaultSize(path: string): Promise<number> {
  const side = await shorterSide(await readBytes(path), path);
  return [224, 64].find((size) => size <= side) ?? 32;
}

async function readImages(
  { files, labels }: Listing,
  { folder, size, maxMemory }: { folder: string; size: number; maxMemory: number | undefined },
): Promise<{ split: Split; hash: string }> {
  const imageSize = 3 * size * size;
  const pixels = new Uint8Array(files.length * imageSize);
  const fileHashes = new Array<string>(files.length);
  let next = 0;
  async function readOn(): Promise<void> {
    while (next < files.length) {
      const index = next++;
      const file = await readBytes(files[index]);
      fileHashes[index] = sha256(file);
      pixels.set(await decodeFolderImage(file, files[index], size, maxMemory), index * imageSize);
    }
  }
  // Decoding happens outside the JavaScript thread; eight at a time keep it busy and bound the memory.
  await Promise.all(Array.from({ length: 8 }, readOn));
  const hash = createHash('sha256');
  files.forEach((file, index) => {
    hash.update(`${relative(folder, file).replaceAll('\\', '/')} ${labels[index]} ${fileHashes[index]}\n`);
  });
  const images = arrayImages(pixels, [3, size, size]);
  return { split: { images, labels, count: files.length }, hash: hash.digest('hex') };
}
