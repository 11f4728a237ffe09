import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWhole, type Split } from '#passband/data/dataset/dataset.ts';
import { readNpzDataset } from '#passband/data/formats/npzDataset.ts';
import { float32, int64, type Tensor, tensor } from '#passband/tensor/tensor.ts';
import { encodeZip } from '#passband/tensor/zip.ts';
import { withClaim } from '../../support/claims.ts';
import { npzFile, temporaryFolder } from '../../support/dataFiles.ts';
import { arrayOf } from '../../support/splits.ts';

const bytes = (shape: number[]) =>
  tensor(
    'uint8',
    shape,
    Uint8Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at % 256),
  );
const labels = (...values: number[]) => int64([values.length], values);

function read(arrays: Record<string, Tensor>) {
  const path = join(temporaryFolder(), 'set.npz');
  writeFileSync(path, npzFile(arrays));
  return readNpzDataset(path);
}

test('NHWC images become NCHW, with train and test arrays under their Keras names', async () => {
  const dataset = await read({
    x_train: bytes([2, 2, 4, 3]),
    y_train: labels(1, 0),
    x_test: bytes([1, 2, 4, 3]),
    y_test: labels(1),
  });
  expect([dataset.name, dataset.classes, dataset.shape]).toEqual(['set.npz', ['0', '1'], [3, 2, 4]]);
  // Byte at (image, y, x, channel) is 24 image + 12 y + 3 x + channel.
  const wanted = [0, 1, 2].flatMap((channel) => [0, 3, 6, 9, 12, 15, 18, 21].map((at) => at + channel));
  expect([...arrayOf(dataset.train).subarray(24)]).toEqual(wanted.map((value) => 24 + value));
  expect([...dataset.train.labels, ...dataset.test.labels]).toEqual([1, 0, 1]);
  expect([dataset.train.count, dataset.test.count, dataset.notices]).toEqual([2, 1, []]);
  expect(dataset.hashes['set.npz']).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, number[], number[]]>([
  ['NCHW', [2, 3, 4, 5], [3, 4, 5]],
  ['grey without a channel axis', [2, 4, 5], [1, 4, 5]],
  ['grey NCHW', [2, 1, 4, 5], [1, 4, 5]],
  ['grey NHWC', [2, 4, 5, 1], [1, 4, 5]],
])('%s images keep their order', async (_, shape, wanted) => {
  const images = bytes(shape);
  const dataset = await read({
    images,
    labels: labels(0, 1),
    test_images: images,
    test_labels: labels(0, 0),
  });
  expect(dataset.shape).toEqual(wanted);
  expect([...arrayOf(dataset.train)]).toEqual([...images.data]);
});

test('floats in [0, 1] stay floats; labels may be a column', async () => {
  const images = float32([2, 1, 2], [0, 0.25, 0.5, 1]);
  const column = { ...labels(0, 1), shape: [2, 1] };
  const { train } = await read({ x_train: images, y_train: column, x_test: images, y_test: column });
  expect(arrayOf(train)).toEqual(images.data);
  expect([...train.labels]).toEqual([0, 1]);
});

test('wider integers become bytes, and float64 becomes float32', async () => {
  const y = labels(0, 1);
  const wide = await read({
    x: int64([2, 1, 2], [0, 255, 7, 8]),
    y,
    x_test: bytes([1, 1, 2]),
    y_test: labels(0),
  });
  expect(arrayOf(wide.train)).toEqual(Uint8Array.of(0, 255, 7, 8));
  const double = tensor('float64', [2, 1, 1], Float64Array.of(0.1, 1));
  const { train } = await read({ x: double, y, x_test: double, y_test: y });
  expect(arrayOf(train)).toEqual(Float32Array.of(0.1, 1));
});

test('without a test set a fifth of each class becomes one, always the same, and a notice says so', async () => {
  const arrays = {
    images: bytes([20, 3, 3]),
    labels: labels(...Array.from({ length: 20 }, (_, at) => at % 2)),
  };
  const dataset = await read(arrays);
  expect([dataset.train.count, dataset.test.count]).toEqual([16, 4]);
  expect([...dataset.test.labels].sort()).toEqual([0, 0, 1, 1]);
  const imagesOf = async (split: Split) => {
    const { data } = (await readWhole(split)).images;
    return Array.from({ length: split.count }, (_, at) => data.subarray(9 * at, 9 * at + 9).join());
  };
  const trained = new Set(await imagesOf(dataset.train));
  expect((await imagesOf(dataset.test)).some((image) => trained.has(image))).toBe(false);
  expect(dataset.notices).toEqual([
    'set.npz: no test set of its own; a fixed random fifth of each class was set aside as one',
  ]);
  const again = await read(arrays);
  expect(await imagesOf(again.test)).toEqual(await imagesOf(dataset.test));
  expect([again.test.labels, again.train.labels]).toEqual([dataset.test.labels, dataset.train.labels]);
});

const good = {
  x_train: bytes([2, 2, 2]),
  y_train: labels(0, 1),
  x_test: bytes([1, 2, 2]),
  y_test: labels(1),
};
test.each<[string, Record<string, Tensor>, string]>([
  ['no images', { a: labels(1) }, "needs arrays 'images' and 'labels' (or x_train, y_train), got a"],
  [
    'a vector of images',
    { ...good, x_train: bytes([4]) },
    'x_train must be [n, h, w], [n, h, w, c] or [n, c, h, w] with c = 1 or 3, got [4]',
  ],
  ['four channels', { ...good, x_train: bytes([2, 5, 5, 4]) }, 'got [2,5,5,4]'],
  ['channels that may be first or last', { ...good, x_train: bytes([2, 3, 5, 3]) }, 'got [2,3,5,3]'],
  [
    'floats beyond 1',
    { ...good, x_train: float32([2, 1, 1], [0, 255]) },
    'x_train must be in 0 … 1 for float32, got 255',
  ],
  [
    'not a number',
    { ...good, x_train: float32([2, 1, 1], [0, Number.NaN]) },
    'x_train must be in 0 … 1 for float32, got NaN',
  ],
  [
    'integers beyond 255',
    { ...good, x_train: int64([2, 1, 1], [0, 256]) },
    'x_train must be in 0 … 255 for int64, got 256',
  ],
  [
    'float labels',
    { ...good, y_train: float32([2], [0, 1]) },
    'y_train must be integers of shape [n], got float32 of shape [2]',
  ],
  [
    'one-hot labels',
    { ...good, y_train: int64([2, 2], [0, 1, 1, 0]) },
    'y_train must be integers of shape [n], got int64 of shape [2,2]',
  ],
  [
    'another number of labels than images',
    { ...good, y_train: labels(0, 1, 1) },
    'y_train needs a label for each of 2 images, got 3',
  ],
  ['a negative label', { ...good, y_train: labels(0, -1) }, 'y_train: label 1 must be in 0 … 99999, got -1'],
  [
    'a test label that training lacks',
    { ...good, y_test: labels(2) },
    'y_test: label 0 must be in 0 … 1, got 2',
  ],
  [
    'a class without training images',
    { ...good, y_train: labels(0, 2) },
    'y_train: class 1 of 0 … 2 has no training image',
  ],
  ['one class', { ...good, y_train: labels(0, 0) }, 'y_train needs at least two classes, got 1'],
  [
    'test images of another size',
    { ...good, x_test: bytes([1, 3, 2]) },
    'x_test must have images of [1,2,2] (c, h, w) as in training, got [1,3,2]',
  ],
  [
    'no test labels',
    { x_train: good.x_train, y_train: good.y_train, x_test: good.x_test },
    "no array 'y_test'; the file holds x_train, y_train, x_test",
  ],
  ['an empty set', { ...good, x_train: bytes([0, 2, 2]), y_train: labels() }, 'x_train holds no images'],
])('%s is a one-line error with the file and the array', async (_, arrays, message) => {
  const error: Error = await read(arrays).then(
    () => expect.fail('it was read'),
    (error) => error,
  );
  expect(error.message).toMatch(/^\/.*set\.npz: /);
  expect(error.message).toContain(message);
  expect(error.message).not.toContain('\n');
});

test('a file that is no archive is a one-line error with its path', async () => {
  const path = join(temporaryFolder(), 'set.npz');
  writeFileSync(path, 'text');
  await expect(readNpzDataset(path)).rejects.toThrow(`${path}: zip: no end-of-archive record`);
});

const python = '/usr/bin/python3';
function hasNumpy(): boolean {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('skipped: no NumPy');
    return false;
  }
}

test.skipIf(!hasNumpy())('a compressed file that NumPy has just written is read', async () => {
  const path = join(temporaryFolder(), 'set.npz');
  const script = `import numpy as np; r = np.random.RandomState(0)
np.savez_compressed("${path}", images=r.randint(0, 256, (50, 8, 8, 3)).astype("uint8"), labels=np.arange(50) % 5)`;
  execFileSync(python, ['-c', script]);
  const dataset = await readNpzDataset(path);
  expect([dataset.shape, dataset.classes.length, dataset.train.count, dataset.test.count]).toEqual([
    [3, 8, 8],
    5,
    40,
    10,
  ]);
});

test('arrays that would take more memory than they may are refused before they are unpacked', async () => {
  const path = join(temporaryFolder(), 'bomb.npz');
  // Three MiB that say to unpack to three GiB, which deflate could make of them.
  const content = new Uint8Array(3 * 2 ** 20);
  const archive = encodeZip([{ name: 'images.npy', content }]);
  writeFileSync(path, withClaim(archive, 0, { method: 8, size: 3 * 2 ** 30 }));
  await expect(readNpzDataset(path)).rejects.toThrow(
    `${path}: its arrays would take 6.0 GiB of memory, more than 4; --max-memory 6 lets it`,
  );
  await expect(readNpzDataset(path, { maxMemory: 6 })).rejects.toThrow("needs arrays 'images' and 'labels'");
});

test('labels are counted before they are looked at', async () => {
  const wrong = { ...good, y_train: labels(0, 1, 2) };
  await expect(read(wrong)).rejects.toThrow('y_train needs a label for each of 2 images, got 3');
  await expect(read({ ...good, y_train: int64([2], [0, 2 ** 32]) })).rejects.toThrow(
    'y_train: label 1 must be in 0 … 99999, got 4294967296',
  );
});
