import { basename } from 'node:path';
import { readBytes } from '../../files/readBytes.ts';
import { sha256 } from '../../files/readDataFile.ts';
import { type NpzArchive, readNpz } from '../../tensor/npz.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type Dataset, type Split, selectImages } from '../dataset/dataset.ts';
import { memoryBytes, requireMemory } from '../dataset/memoryLimit.ts';
import { requireLabels } from '../dataset/requireLabels.ts';
import { splitOffTest, testSplitNotice, type WithoutTest } from '../dataset/testSplit.ts';
import { pixelsOf } from './npzPixels.ts';

export interface NpzDatasetOptions {
  /** What is tested where there is no test set; by default a fifth, which is not learned from. */
  readonly withoutTest?: WithoutTest | undefined;
  /** Memory in GiB that the arrays may take; by default 4. */
  readonly maxMemory?: number | undefined;
}

/** Names under which archives hold training images, training labels, test images and test labels. */
const namings = [
  ['x_train', 'y_train', 'x_test', 'y_test'],
  ['train_images', 'train_labels', 'test_images', 'test_labels'],
  ['images', 'labels', 'test_images', 'test_labels'],
  ['x', 'y', 'x_test', 'y_test'],
] as const;

/**
 * Reads a data set from a NumPy `.npz` file: `x_train`, `y_train`, `x_test`, `y_test`, or `images` and `labels` with
 * `test_images` and `test_labels`, and a few namings more. Without test arrays a fifth of each class is set aside.
 *
 * Images are [n, h, w], [n, h, w, c] or [n, c, h, w] with c = 1 or 3, as integers 0 … 255 or floats in [0, 1]; labels
 * are integers from 0, [n] or [n, 1]. Classes are named by their numbers. Everything is held in memory.
 *
 * @throws Error that names the file and the array: wrong shape or type, values out of range, counts that differ, a
 *   class without training images, arrays that would take more memory than they may
 */
export async function readNpzDataset(
  path: string,
  { withoutTest = 'fifth', maxMemory }: NpzDatasetOptions = {},
): Promise<Dataset> {
  const bytes = await readBytes(path);
  try {
    const name = basename(path);
    const archive = readNpz(bytes, { maxBytes: memoryBytes(maxMemory) });
    // An array lies there twice while its channels are put in order.
    requireMemory('its arrays', 2 * archive.bytes, maxMemory);
    return { ...datasetOf(archive, name, { withoutTest, maxMemory }), hashes: { [name]: sha256(bytes) } };
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

function datasetOf(
  archive: NpzArchive,
  name: string,
  { withoutTest = 'fifth', maxMemory }: NpzDatasetOptions,
): Omit<Dataset, 'hashes'> {
  const naming = namings.find(([images, labels]) =>
    [images, labels].every((key) => archive.names.includes(key)),
  );
  if (!naming) {
    throw new Error(
      `needs arrays 'images' and 'labels' (or x_train, y_train), got ${archive.names.join(', ') || 'none'}`,
    );
  }
  const [trainImages, trainLabels, testImages, testLabels] = naming;
  const train = splitOf(archive, [trainImages, trainLabels], maxMemory);
  const classCount = train.labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  requireEachClass(train.labels, classCount, trainLabels);
  const common = {
    name,
    classes: Array.from({ length: classCount }, (_, label) => `${label}`),
    shape: train.images.shape,
  };
  if (!archive.names.includes(testImages)) {
    const parts = splitOffTest(train.labels, withoutTest);
    return {
      ...common,
      train: selectImages(train, parts.train),
      test: selectImages(train, parts.test),
      notices: [testSplitNotice(name, withoutTest)],
    };
  }
  const test = splitOf(archive, [testImages, testLabels], maxMemory);
  const [found, wanted] = [test, train].map(({ images }) => `${images.shape}`);
  if (found !== wanted) {
    throw new Error(`${testImages} must have images of [${wanted}] (c, h, w) as in training, got [${found}]`);
  }
  requireLabels(testLabels, test.labels, classCount);
  return { ...common, train, test, notices: [] };
}

function splitOf(
  archive: NpzArchive,
  [imagesName, labelsName]: readonly [string, string],
  maxMemory: number | undefined,
): Split {
  const images = pixelsOf(archive.read(imagesName), imagesName);
  const { count } = images;
  if (count === 0) throw new Error(`${imagesName} holds no images`);
  requireMemory(`${labelsName}: the labels of ${count} images`, BYTES_A_LABEL * count, maxMemory);
  return { images, labels: labelsOf(archive.read(labelsName), labelsName, count), count };
}

/** What a label and the places of its image in lists and samples take, which counts where images have a pixel or two. */
const BYTES_A_LABEL = 64;

const mostClasses = 100_000;

function labelsOf({ type, shape, data }: Tensor, name: string, count: number): Int32Array {
  const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!type.includes('int') || !isColumn) {
    throw new Error(`${name} must be integers of shape [n], got ${type} of shape [${shape}]`);
  }
  if (data.length !== count) {
    throw new Error(`${name} needs a label for each of ${count} images, got ${data.length}`);
  }
  // Held to their range before they are 32-bit integers, of which 2³² would be 0.
  const numbers = new Float64Array(count);
  for (let index = 0; index < count; index++) numbers[index] = Number(data[index]);
  requireLabels(name, numbers, mostClasses);
  return new Int32Array(numbers);
}

function requireEachClass(labels: Int32Array, classes: number, name: string): void {
  const present = new Set(labels);
  if (classes < 2) throw new Error(`${name} needs at least two classes, got ${classes}`);
  for (let label = 0; label < classes; label++) {
    if (!present.has(label))
      throw new Error(`${name}: class ${label} of 0 … ${classes - 1} has no training image`);
  }
}
