import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { datasetNames } from '#passband/data/datasetNames.ts';
import { loadDataset } from '#passband/data/loadDataset.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { int64, tensor } from '#passband/tensor/tensor.ts';
import { nearestName } from '#passband/wording/nearestName.ts';
import { cifarFile, idxFiles, npzFile, temporaryFolder, writeFiles } from '../support/dataFiles.ts';
import { plainValues } from '../support/splits.ts';

function mnistFolder(place: string): string {
  const folder = temporaryFolder();
  writeFiles(
    folder,
    Object.fromEntries(Object.entries(idxFiles(20)).map(([name, bytes]) => [join(place, name), bytes])),
  );
  return folder;
}

test('planted is generated from the seed', async () => {
  const counts = { count: 50, testCount: 20 };
  const dataset = await loadDataset('planted', { seed: 3, planted: counts });
  expect(plainValues(dataset)).toEqual(plainValues(plantedDataset({ seed: 3, ...counts })));
  const unseeded = await loadDataset('planted', { planted: counts });
  expect(plainValues(unseeded)).toEqual(plainValues(plantedDataset({ seed: 0, ...counts })));
});

test('a limit on planted makes fewer images, the test set stays', async () => {
  const { train, test: tested } = await loadDataset('planted', { limit: 30, planted: { testCount: 20 } });
  expect([train.count, tested.count]).toEqual([30, 20]);
});

test('an official set comes from the data folder, from PASSBAND_DATA, or from the cache, in this order', async () => {
  const [named, ofVariable, cached] = [
    mnistFolder('mnist'),
    mnistFolder('MNIST/raw'),
    mnistFolder('passband/mnist'),
  ];
  const environment = { PASSBAND_DATA: ofVariable, XDG_CACHE_HOME: cached };
  const broken = temporaryFolder();
  writeFiles(broken, Object.fromEntries(Object.keys(idxFiles()).map((name) => [name, 'x'])));
  const load = (options: object) => loadDataset('mnist', options).then(({ train }) => train.count);
  expect(await load({ dataDir: named, environment: { ...environment, PASSBAND_DATA: broken } })).toBe(20);
  await expect(load({ dataDir: broken, environment })).rejects.toThrow('magic number');
  expect(await load({ environment })).toBe(20);
  expect(await load({ environment: { ...environment, PASSBAND_DATA: '' } })).toBe(20);
});

test('CIFAR-10 is found as the folder of its batches, inside a data folder or as one', async () => {
  const folder = temporaryFolder();
  const batches = { 'data_batch_1.bin': cifarFile([3, 1]), 'test_batch.bin': cifarFile([7]) };
  mkdirSync(join(folder, 'cifar-10-batches-bin'));
  writeFiles(join(folder, 'cifar-10-batches-bin'), batches);
  for (const dataDir of [folder, join(folder, 'cifar-10-batches-bin')]) {
    const { name, train } = await loadDataset('cifar-10', { dataDir, environment: {} });
    expect([name, train.count]).toEqual(['cifar-10', 2]);
  }
});

test('a limit keeps so many training images of an official set', async () => {
  const { train, test: tested } = await loadDataset('mnist', { dataDir: mnistFolder('.'), limit: 5 });
  expect([train.count, tested.count]).toEqual([5, 2]);
});

test.each([0, -1, 1.5, Number.NaN])('a limit of %s is refused', async (limit) => {
  await expect(loadDataset('planted', { limit })).rejects.toThrow(
    `loadDataset: limit must be a positive integer, got ${limit}`,
  );
});

test('a path to a .npz file is that data set, another file is an error', async () => {
  const folder = temporaryFolder();
  const images = tensor('uint8', [10, 2, 2], new Uint8Array(40));
  const labels = int64(
    [10],
    Array.from({ length: 10 }, (_, index) => index % 2),
  );
  writeFileSync(join(folder, 'set.npz'), npzFile({ images, labels }));
  writeFileSync(join(folder, 'set.csv'), '1,2');
  expect((await loadDataset(join(folder, 'set.npz'))).train.count).toBe(8);
  await expect(loadDataset(join(folder, 'set.csv'))).rejects.toThrow('set.csv: a data file must be .npz');
});

test('the folder of an official set, given as a folder of images, is an error that says how to name it', async () => {
  const folder = mnistFolder('.');
  await expect(loadDataset(folder)).rejects.toThrow(
    `${folder}: no folder of images; use --dataset mnist or --dataset fashion-mnist with --data-dir ${folder}`,
  );
});

test('an unknown name is an error that lists the known ones and suggests the near one', async () => {
  await expect(loadDataset('minst')).rejects.toThrow(
    "loadDataset: no data set 'minst'; did you mean 'mnist'? " +
      '(known: planted, mnist, fashion-mnist, cifar-10, an image folder or an .npz file)',
  );
  await expect(loadDataset('imagenet')).rejects.toThrow("no data set 'imagenet' (known:");
  await expect(loadDataset('constructor')).rejects.toThrow("no data set 'constructor' (known:");
});

test.each([
  ['cifar10', 'cifar-10'],
  ['CIFAR_10', 'cifar-10'],
  ['FashionMNIST', 'fashion-mnist'],
  ['fashon-mnist', 'fashion-mnist'],
  ['plantd', 'planted'],
  ['MNIST', 'mnist'],
  ['svhn', undefined],
  ['', undefined],
])('%s is near %s', (word, wanted) => {
  expect(nearestName(word, datasetNames)).toBe(wanted);
});
