import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readBatch } from '#passband/data/dataset/dataset.ts';
import { fashionMnist, holdsIdxFiles, mnist, readIdxDataset } from '#passband/data/official/mnist.ts';
import { idxFile, idxFiles, temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { sharedPath } from '../../support/shared.ts';
import { arrayOf, plainValues } from '../../support/splits.ts';

function folderOf(files: Record<string, Uint8Array>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

function meanPixel(images: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < images.length; at++) sum += images[at];
  return sum / images.length / 255;
}

const read = (files: Record<string, Uint8Array>) => readIdxDataset(folderOf(files), mnist);

test('IDX files become grey images with their labels, in file order', async () => {
  const dataset = await read(idxFiles());
  expect(dataset.shape).toEqual([1, 3, 2]);
  expect([dataset.train.count, dataset.test.count]).toEqual([4, 2]);
  expect([...dataset.train.labels]).toEqual([0, 3, 6, 9]);
  const { images, labels } = await readBatch(dataset.train, [2, 0]);
  expect(images.shape).toEqual([2, 1, 3, 2]);
  expect([...images.data.subarray(0, 3)]).toEqual([20, 21, 22].map((byte) => Math.fround(byte / 255)));
  expect([...labels]).toEqual([6, 0]);
});

test('gzipped files are the same data set, hashes included', async () => {
  const packed = Object.fromEntries(
    Object.entries(idxFiles()).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
  );
  expect(plainValues(await read(packed))).toEqual(plainValues(await read(idxFiles())));
});

test('a copy that is not complete says so for each split', async () => {
  expect((await read(idxFiles())).notices).toEqual([
    'MNIST: 4 of the 60,000 official training images',
    'MNIST: 2 of the 10,000 official test images',
  ]);
});

test('a folder holds the set when all four files are there', () => {
  const { 't10k-labels-idx1-ubyte': _, ...three } = idxFiles();
  expect(holdsIdxFiles(folderOf(idxFiles()))).toBe(true);
  expect(holdsIdxFiles(folderOf(three))).toBe(false);
});

const broken: [what: string, files: Record<string, Uint8Array>, message: RegExp][] = [
  [
    'a wrong magic number',
    { 'train-images-idx3-ubyte': idxFile([24], new Uint8Array(24)) },
    /train-images-idx3-ubyte: magic number must be 0x00000803 \(IDX bytes, rank 3\), got 0x00000801$/,
  ],
  [
    'an empty file',
    { 'train-labels-idx1-ubyte': new Uint8Array(0) },
    /train-labels-idx1-ubyte: magic number .* got an empty file$/,
  ],
  [
    'a truncated header',
    { 'train-images-idx3-ubyte': idxFiles()['train-images-idx3-ubyte'].subarray(0, 10) },
    /needs a header of 16 bytes, got 10$/,
  ],
  [
    'too few pixels',
    { 'train-images-idx3-ubyte': idxFiles()['train-images-idx3-ubyte'].subarray(0, -1) },
    /train-images-idx3-ubyte: shape \[4,3,2\] needs 24 bytes after the header, got 23$/,
  ],
  [
    'too many pixels',
    { 't10k-images-idx3-ubyte': idxFile([2, 3, 2], new Uint8Array(13)) },
    /t10k-images-idx3-ubyte: shape \[2,3,2\] needs 12 bytes after the header, got 13$/,
  ],
  [
    'another number of labels than images',
    { 'train-labels-idx1-ubyte': idxFile([3], [1, 2, 3]) },
    /train-labels-idx1-ubyte: needs a label for each of 4 images, got 3$/,
  ],
  [
    'a label out of range',
    { 't10k-labels-idx1-ubyte': idxFile([2], [9, 10]) },
    /t10k-labels-idx1-ubyte: label 1 must be in 0 … 9, got 10$/,
  ],
  [
    'test images of another size',
    { 't10k-images-idx3-ubyte': idxFile([2, 2, 3], new Uint8Array(12)) },
    /t10k-images-idx3-ubyte: images must be 3,2 as in training, got 2,3$/,
  ],
  [
    'no images',
    { 'train-images-idx3-ubyte': idxFile([0, 3, 2], []), 'train-labels-idx1-ubyte': idxFile([0], []) },
    /train-images-idx3-ubyte: holds no images$/,
  ],
  [
    'truncated gzip',
    { 'train-images-idx3-ubyte': gzipSync(idxFiles()['train-images-idx3-ubyte']).subarray(0, 30) },
    /train-images-idx3-ubyte: truncated or damaged gzip \(.+\)$/,
  ],
];
test('a gzipped file unpacks to no more than its header says', async () => {
  const header = (shape: number[]) => idxFile(shape, []);
  const bomb = (shape: number[]) => gzipSync(Buffer.concat([header(shape), Buffer.alloc(2 ** 22)]));
  const read = (shape: number[]) =>
    readIdxDataset(folderOf({ ...idxFiles(), 'train-images-idx3-ubyte': bomb(shape) }), mnist);
  await expect(read([4, 3, 2])).rejects.toThrow(
    /train-images-idx3-ubyte: unpacks to more than the 40 bytes that it says to have$/,
  );
  await expect(read([60_000, 500, 500])).rejects.toThrow(
    /an array of \[60000,500,500\] would take 14\.0 GiB of memory, more than 4; --max-memory 14 lets it$/,
  );
  await expect(read([3_000_000, 28, 28])).rejects.toThrow('must have at most 2147483647 bytes unpacked');
});

test.each(broken)('%s is a one-line error with the file', async (_, files, message) => {
  const error = await read({ ...idxFiles(), ...files }).catch((error: Error) => error);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).not.toContain('\n');
});

const mnistPath = sharedPath('datasets/mnist');
const fashionPath = sharedPath('datasets/fashion-mnist');

test.skipIf(!mnistPath)(
  'the official MNIST has 60,000 and 10,000 images of 28×28 and the known labels',
  async () => {
    const dataset = await readIdxDataset(mnistPath!, mnist);
    expect([dataset.shape, dataset.train.count, dataset.test.count, dataset.notices]).toEqual([
      [1, 28, 28],
      60_000,
      10_000,
      [],
    ]);
    expect([...dataset.train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...dataset.test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    // The mean that the field divides by: 0.1307.
    expect(meanPixel(arrayOf(dataset.train))).toBeCloseTo(0.1307, 4);
  },
);

test.skipIf(!fashionPath)(
  'the official Fashion-MNIST has its mean, ankle boots first, and 6,000 of each class',
  async () => {
    const dataset = await readIdxDataset(fashionPath!, fashionMnist);
    expect(dataset.classes[dataset.train.labels[0]]).toBe('ankle boot');
    expect(dataset.notices).toEqual([]);
    expect(meanPixel(arrayOf(dataset.train))).toBeCloseTo(0.286, 3);
    const counts = new Array(10).fill(0);
    for (const label of dataset.train.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(6000));
  },
);

test.skipIf(!fashionPath)(
  'Fashion-MNIST is not taken for MNIST, though its files have the same names',
  async () => {
    await expect(readIdxDataset(fashionPath!, mnist)).rejects.toThrow(
      'train-labels-idx1-ubyte.gz: holds the labels of Fashion-MNIST, not of MNIST',
    );
  },
);
