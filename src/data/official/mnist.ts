import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFile, readDataFile } from '../../files/readDataFile.ts';
import { arrayImages } from '../dataset/arrayImages.ts';
import type { Dataset, Split } from '../dataset/dataset.ts';
import { requireMemory } from '../dataset/memoryLimit.ts';
import { partialNotice } from '../dataset/partialNotice.ts';
import { requireLabels } from '../dataset/requireLabels.ts';
import { decodeIdx, idxHeader } from './idx.ts';

/** A data set of four IDX files: MNIST, or one made in its image. */
export interface IdxFamily {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** SHA-256 of the unpacked training labels, which tells the families apart: their files have the same names. */
  readonly trainLabelsSha256: string;
}

export const mnist: IdxFamily = {
  name: 'mnist',
  title: 'MNIST',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  trainLabelsSha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
};

export const fashionMnist: IdxFamily = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST',
  classes: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  trainLabelsSha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
};

/** The four files by their official names, each of which may end in `.gz`. */
export const idxFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** Whether a folder holds all four files. */
export function holdsIdxFiles(folder: string): boolean {
  return Object.values(idxFiles).every((name) => idxPath(folder, name) !== undefined);
}

/**
 * Reads the four IDX files of a folder, gzipped or not.
 *
 * @param maxMemory in GiB, for all four when they are unpacked
 * @returns grey images [1, height, width], 28×28 in the official sets
 * @throws Error that names the file and the values when a file is missing, damaged, or does not fit the others, or when they
 *   would take more memory
 */
export async function readIdxDataset(
  folder: string,
  { name, title, classes }: IdxFamily,
  maxMemory?: number,
): Promise<Dataset> {
  let taken = 0;
  const read = async (file: string, rank: number) => {
    const path = idxPath(folder, file);
    if (!path) throw new Error(`${folder}: needs ${file} or ${file}.gz for ${title}`);
    const stated = (start: Uint8Array) => {
      const { shape, headerLength, needed } = idxHeader(path, start, rank);
      requireMemory(`${path}: an array of [${shape}]`, taken + headerLength + needed, maxMemory);
      return headerLength + needed;
    };
    const read = await readDataFile(path, { stated });
    taken += read.bytes.length;
    return read;
  };
  // One after the other, since what one takes the next cannot have.
  const trainImages = await read(idxFiles.trainImages, 3);
  const trainLabels = await read(idxFiles.trainLabels, 1);
  const testImages = await read(idxFiles.testImages, 3);
  const testLabels = await read(idxFiles.testLabels, 1);
  const other = [mnist, fashionMnist].find((family) => family.trainLabelsSha256 === trainLabels.sha256);
  if (other && other.name !== name) {
    throw new Error(`${trainLabels.path}: holds the labels of ${other.title}, not of ${title}`);
  }
  const train = pair(trainImages, trainLabels, classes.length);
  const test = pair(testImages, testLabels, classes.length);
  if (`${train.size}` !== `${test.size}`) {
    throw new Error(`${testImages.path}: images must be ${train.size} as in training, got ${test.size}`);
  }
  return {
    name,
    classes,
    shape: [1, train.size[0], train.size[1]],
    train: train.split,
    test: test.split,
    notices: [
      ...partialNotice(title, 'training', train.split.count, 60_000),
      ...partialNotice(title, 'test', test.split.count, 10_000),
    ],
    hashes: {
      [idxFiles.trainImages]: trainImages.sha256,
      [idxFiles.trainLabels]: trainLabels.sha256,
      [idxFiles.testImages]: testImages.sha256,
      [idxFiles.testLabels]: testLabels.sha256,
    },
  };
}

function idxPath(folder: string, name: string): string | undefined {
  return [name, `${name}.gz`].map((file) => join(folder, file)).find((path) => existsSync(path));
}

function pair(
  images: DataFile,
  labels: DataFile,
  classes: number,
): { split: Split; size: readonly number[] } {
  const pixels = decodeIdx(images, 3);
  const { data } = decodeIdx(labels, 1);
  const [count, ...size] = pixels.shape;
  if (count === 0) throw new Error(`${images.path}: holds no images`);
  if (count !== data.length) {
    throw new Error(`${labels.path}: needs a label for each of ${count} images, got ${data.length}`);
  }
  requireLabels(labels.path, data, classes);
  const source = arrayImages(pixels.data, [1, size[0], size[1]]);
  return { split: { images: source, labels: Int32Array.from(data), count }, size };
}
