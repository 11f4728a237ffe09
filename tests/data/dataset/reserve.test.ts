import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Dataset, readWhole, type Split } from '#passband/data/dataset/dataset.ts';
import { withReserve } from '#passband/data/dataset/reserve.ts';
import { loadDataset } from '#passband/data/loadDataset.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { int64, tensor } from '#passband/tensor/tensor.ts';
import { idxFiles, npzFile, temporaryFolder, writeFiles } from '../../support/dataFiles.ts';

const whole = plantedDataset({ seed: 1, count: 60, testCount: 10 });

/** Each image as text, to find it again. */
async function imagesOf(split: Split): Promise<string[]> {
  const { data } = (await readWhole(split)).images;
  const size = data.length / split.count;
  return Array.from(
    { length: split.count },
    (_, image) => `${data.subarray(image * size, (image + 1) * size)}`,
  );
}

function numbered(count: number): string {
  const path = join(temporaryFolder(), 'numbers.npz');
  const images = tensor(
    'uint8',
    [count, 2, 2],
    Uint8Array.from({ length: 4 * count }, (_, at) => at >> 2),
  );
  const labels = int64(
    [count],
    Array.from({ length: count }, (_, index) => index % 2),
  );
  const some = { x_test: tensor('uint8', [2, 2, 2], new Uint8Array(8)), y_test: int64([2], [0, 1]) };
  writeFiles(join(path, '..'), { 'numbers.npz': npzFile({ x_train: images, y_train: labels, ...some }) });
  return path;
}

describe('reserve', () => {
  test('takes each class’s share out of the training images; the rest stays in its order', async () => {
    const parted = withReserve(whole, 20);
    const labels = [...parted.reserve!.labels];
    for (let label = 0; label < 10; label++) expect(labels.filter((own) => own === label)).toHaveLength(2);
    expect([parted.train.count, parted.reserve!.count, parted.test]).toEqual([40, 20, whole.test]);
    const all = await imagesOf(whole.train);
    const placesOf = async (split: Split) => (await imagesOf(split)).map((image) => all.indexOf(image));
    const [learned, aside] = [await placesOf(parted.train), await placesOf(parted.reserve!)];
    expect([...learned, ...aside].toSorted((a, b) => a - b)).toEqual([...all.keys()]);
    expect(learned).toEqual(learned.toSorted((a, b) => a - b));
    const places = aside.map((place) => whole.train.labels[place]);
    expect(labels).toEqual(places);
  });

  test('is the same for every seed and limit, and no limit takes from it', async () => {
    const path = numbered(200);
    const load = (options: object) => loadDataset(path, { reserve: 20, ...options });
    const reserve = (dataset: Dataset) => imagesOf(dataset.reserve!);
    const first = await load({ seed: 1 });
    for (const options of [{ seed: 2 }, { seed: 3, limit: 30 }]) {
      const other = await load(options);
      expect(await reserve(other)).toEqual(await reserve(first));
      const aside = await reserve(first);
      expect((await imagesOf(other.train)).filter((image) => aside.includes(image))).toEqual([]);
    }
    expect((await load({ limit: 30 })).train.count).toBe(30);
    expect((await loadDataset(path)).reserve).toBeUndefined();
  });

  test('of the planted data set is drawn from all of its images, of an official one from all of its own', async () => {
    const planted = { count: 60, testCount: 10 };
    const dataset = await loadDataset('planted', { seed: 1, planted, reserve: 20, limit: 5 });
    expect(await imagesOf(dataset.reserve!)).toEqual(await imagesOf(withReserve(whole, 20).reserve!));
    expect(dataset.train.count).toBe(5);
    const dataDir = temporaryFolder();
    writeFiles(dataDir, idxFiles(20));
    const { train, reserve } = await loadDataset('mnist', { dataDir, reserve: 4 });
    expect([train.count, reserve!.count]).toEqual([16, 4]);
  });

  test('that leaves nothing to learn from is refused in one line', () => {
    for (const count of [60, 61]) {
      expect(() => withReserve(whole, count)).toThrow(
        `planted: reserve must be a whole number below that of the training images (60), got ${count}`,
      );
    }
  });
});
