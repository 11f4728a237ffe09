import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { openRegular, readingError } from '../../files/openRegular.ts';
import { readBytes } from '../../files/readBytes.ts';
import { sha256 } from '../../files/readDataFile.ts';
import { arrayImages } from '../dataset/arrayImages.ts';
import type { Dataset, Split } from '../dataset/dataset.ts';
import { partialNotice } from '../dataset/partialNotice.ts';
import { requireLabels } from '../dataset/requireLabels.ts';
import { readTar } from './tar.ts';

const classes = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');
const shape = [3, 32, 32] as const;
const imageSize = 3 * 32 * 32;
/** One byte of label, then the planes of red, green and blue. */
const recordSize = 1 + imageSize;
const recordsAFile = 10_000;
const trainFiles = [1, 2, 3, 4, 5].map((index) => `data_batch_${index}.bin`);
const testFile = 'test_batch.bin';

/** Bytes that an archive may unpack to, its other files included; the official one has 184 million. */
const mostUnpacked = 2 ** 30;

/** Whether a folder holds the binary version, unpacked. */
export function holdsCifar10(folder: string): boolean {
  return existsSync(join(folder, testFile)) && trainFiles.some((name) => existsSync(join(folder, name)));
}

/**
 * Reads the binary version of CIFAR-10: a folder with `data_batch_1.bin` … and `test_batch.bin`, or the official
 * archive, which is read as it is and never unpacked to disk. In memory are the images themselves (184 MB, one byte a
 * pixel value) and one file more (31 MB).
 *
 * @param path folder, or archive that ends in `.tar.gz` or `.tgz`
 * @throws Error that names the file and the values when one is damaged, or when no training or test file is there
 */
export async function readCifar10(path: string): Promise<Dataset> {
  const train = emptySplit(trainFiles.length * recordsAFile);
  const test = emptySplit(recordsAFile);
  const counts = new Map<string, number>();
  const hashes = new Map<string, string>();
  for await (const { name, source, bytes } of batchFiles(path)) {
    const slot = trainFiles.indexOf(name);
    const count =
      slot < 0 ? readRecords(bytes, source, test, 0) : readRecords(bytes, source, train, slot * recordsAFile);
    counts.set(name, count);
    hashes.set(name, sha256(bytes));
  }
  const trainCounts = trainFiles.map((name) => counts.get(name) ?? 0);
  const trainCount = closeGaps(train, trainCounts);
  const testCount = counts.get(testFile) ?? 0;
  if (trainCount === 0) throw new Error(`${path}: needs ${trainFiles[0]} for CIFAR-10`);
  if (testCount === 0) throw new Error(`${path}: needs ${testFile} for CIFAR-10`);
  return {
    name: 'cifar-10',
    classes,
    shape,
    train: firstOf(train, trainCount),
    test: firstOf(test, testCount),
    notices: [
      ...partialNotice('CIFAR-10', 'training', trainCount, 50_000),
      ...partialNotice('CIFAR-10', 'test', testCount, 10_000),
    ],
    // By name, because the archive has its files in another order.
    hashes: Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

interface BatchFile {
  readonly name: string;
  readonly source: string;
  readonly bytes: Uint8Array;
}

async function* batchFiles(path: string): AsyncGenerator<BatchFile> {
  const known = [...trainFiles, testFile];
  if (!/\.(tar\.gz|tgz)$/.test(path)) {
    for (const name of known.filter((name) => existsSync(join(path, name)))) {
      const source = join(path, name);
      yield { name, source, bytes: await readBytes(source, { maxBytes: recordsAFile * recordSize }) };
    }
    return;
  }
  const wanted = (name: string) => known.includes(basename(name));
  const file = await openRegular(path).catch((error: unknown) => {
    throw readingError(path, error);
  });
  // Closes the file when it ends.
  const archive = file.createReadStream();
  try {
    const unpacked = createGunzip();
    archive.on('error', (error) => unpacked.destroy(error)).pipe(unpacked);
    const limits = { maxBytes: mostUnpacked, maxEntryBytes: recordsAFile * recordSize };
    for await (const entry of readTar(unpacked, { wanted, ...limits })) {
      const name = basename(entry.name);
      yield { name, source: `${path}: ${name}`, bytes: entry.bytes };
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      `${path}: ${code?.startsWith('Z_') ? `truncated or damaged gzip (${message})` : message}`,
    );
  } finally {
    archive.destroy();
  }
}

interface Records {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

function emptySplit(count: number): Records {
  return { images: new Uint8Array(count * imageSize), labels: new Int32Array(count) };
}

function firstOf({ images, labels }: Records, count: number): Split {
  const pixels = images.subarray(0, count * imageSize);
  return { images: arrayImages(pixels, shape), labels: labels.subarray(0, count), count };
}

function readRecords(bytes: Uint8Array, source: string, { images, labels }: Records, start: number): number {
  if (bytes.length === 0 || bytes.length % recordSize !== 0) {
    throw new Error(`${source}: size must be a multiple of ${recordSize} bytes, got ${bytes.length}`);
  }
  const count = bytes.length / recordSize;
  for (let record = 0; record < count; record++) {
    const from = record * recordSize;
    labels[start + record] = bytes[from];
    images.set(bytes.subarray(from + 1, from + recordSize), (start + record) * imageSize);
  }
  requireLabels(source, labels.subarray(start, start + count), classes.length);
  return count;
}

// Each file has room for its official count; where one is short or missing, the next moves up.
function closeGaps({ images, labels }: Records, counts: readonly number[]): number {
  let end = 0;
  counts.forEach((count, slot) => {
    const start = slot * recordsAFile;
    if (start !== end) {
      images.copyWithin(end * imageSize, start * imageSize, (start + count) * imageSize);
      labels.copyWithin(end, start, start + count);
    }
    end += count;
  });
  return end;
}
