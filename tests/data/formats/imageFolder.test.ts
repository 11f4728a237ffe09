import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Split } from '#passband/data/dataset/dataset.ts';
import { readImageFolder } from '#passband/data/formats/imageFolder.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { sharedPath } from '../../support/shared.ts';
import { arrayOf } from '../../support/splits.ts';

const random = seededRandom(1);
const picture = (red: number, size = 32) =>
  sharp({ create: { width: size, height: size, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .png()
    .toBuffer();

let pictures: Buffer[];
beforeAll(async () => {
  pictures = await Promise.all(Array.from({ length: 20 }, (_, index) => picture(10 * index)));
});

function folderOf(files: Record<string, number | string>): string {
  const folder = temporaryFolder();
  const contents = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'number' ? pictures[content] : content,
  ]);
  writeFiles(folder, Object.fromEntries(contents));
  return folder;
}
const read = (files: Record<string, number | string>) => readImageFolder(folderOf(files), { random });
const reds = (split: Split) =>
  Array.from({ length: split.count }, (_, image) => arrayOf(split)[image * 3 * 32 * 32] / 10);

const trainAndTest = {
  'train/cat/a.png': 1,
  'train/ant/b.png': 2,
  'train/ant/a.png': 3,
  'test/cat/x.png': 4,
  'test/ant/y.png': 5,
};

describe('an image folder', () => {
  test('sets a reserve aside before any limit, and says so in its hashes', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`train/${index % 2 ? 'cat' : 'ant'}/${index}.png`, index]),
    );
    const folder = folderOf({ ...files, 'test/cat/x.png': 17, 'test/ant/y.png': 18 });
    const load = (limit: number | undefined, seed: number) =>
      readImageFolder(folder, { reserve: 4, limit, random: seededRandom(seed) });
    const [all, few] = [await load(undefined, 1), await load(6, 2)];
    expect([all.train.count, few.train.count]).toEqual([12, 6]);
    expect([...all.reserve!.labels]).toEqual([0, 0, 1, 1]);
    expect(reds(few.reserve!)).toEqual(reds(all.reserve!));
    expect([...reds(all.train), ...reds(all.reserve!)].toSorted((a, b) => a - b)).toEqual([
      ...Array(16).keys(),
    ]);
    expect(few.hashes.reserve).toBe(all.hashes.reserve);
    expect((await readImageFolder(folder, { random })).hashes).not.toHaveProperty('reserve');
  });

  test('has classes in alphabetical order and the images of each in the order of their names', async () => {
    const dataset = await read(trainAndTest);
    expect([dataset.classes, dataset.shape]).toEqual([
      ['ant', 'cat'],
      [3, 32, 32],
    ]);
    expect([reds(dataset.train), [...dataset.train.labels]]).toEqual([
      [3, 2, 1],
      [0, 0, 1],
    ]);
    expect([reds(dataset.test), [...dataset.test.labels]]).toEqual([
      [5, 4],
      [0, 1],
    ]);
    expect(dataset.notices).toEqual([]);
  });

  test('takes val as its test set where test is missing or has images without classes', async () => {
    const { 'test/cat/x.png': x, 'test/ant/y.png': y, ...train } = trainAndTest;
    const val = { ...train, 'val/cat/x.png': x, 'val/ant/y.png': y };
    expect(reds((await read(val)).test)).toEqual([5, 4]);
    expect(reds((await read({ ...val, 'test/1.png': 7, 'test/images/2.png': 8 })).test)).toEqual([5, 4]);
    expect(reds((await read({ ...val, 'test/cat/x.png': 8, 'test/ant/y.png': 9 })).test)).toEqual([9, 8]);
  });

  test('takes images at any depth below a class, of any case of ending, and passes over other and hidden files', async () => {
    const dataset = await read({
      ...trainAndTest,
      'train/ant/images/deep/c.PNG': 6,
      'train/ant/notes.txt': 'hello',
      'train/.cache/z.png': 9,
      'train/ant/.ipynb_checkpoints/a-checkpoint.png': 9,
      'train/ant/._a.png': 9,
      'train/readme.md': 'hello',
    });
    expect(reds(dataset.train)).toEqual([3, 2, 6, 1]);
    expect(dataset.classes).toEqual(['ant', 'cat']);
  });

  test('follows a link to a class folder', async () => {
    const folder = folderOf(trainAndTest);
    const elsewhere = folderOf({ 'a.png': 7 });
    symlinkSync(elsewhere, join(folder, 'train', 'bee'));
    symlinkSync(elsewhere, join(folder, 'test', 'bee'));
    const { classes, train } = await readImageFolder(folder, { random });
    expect([classes, reds(train)]).toEqual([
      ['ant', 'bee', 'cat'],
      [3, 2, 7, 1],
    ]);
  });

  test('of one level sets the same fifth of each class aside as its test set and says so', async () => {
    const files = Object.fromEntries(
      pictures.map((_, index) => [`${index % 2 ? 'odd' : 'even'}/${index}.png`, index]),
    );
    const dataset = await read(files);
    expect([dataset.train.count, dataset.test.count, [...dataset.test.labels]]).toEqual([
      16,
      4,
      [0, 0, 1, 1],
    ]);
    expect([...reds(dataset.train), ...reds(dataset.test)].toSorted((a, b) => a - b)).toEqual([
      ...pictures.keys(),
    ]);
    expect(dataset.notices[0]).toMatch(/no test set of its own; a fixed random fifth of each class/);
    const again = await readImageFolder(folderOf(files), { random: seededRandom(99) });
    expect(reds(again.test)).toEqual(reds(dataset.test));
  });

  test('merges folders named by WordNet id as classes.json says, and tells which it left out', async () => {
    const dataset = await read({
      'classes.json': JSON.stringify({ dog: ['n2', 'n1'], cat: ['n3'] }),
      'train/n1/a.png': 1,
      'train/n2/b.png': 2,
      'train/n3/c.png': 3,
      'train/n9/d.png': 4,
      'val/n1/e.png': 5,
      'val/n3/f.png': 6,
    });
    expect([dataset.classes, reds(dataset.train), [...dataset.train.labels]]).toEqual([
      ['cat', 'dog'],
      [3, 1, 2],
      [0, 1, 1],
    ]);
    expect([reds(dataset.test), [...dataset.test.labels]]).toEqual([
      [6, 5],
      [0, 1],
    ]);
    expect(dataset.notices).toHaveLength(1);
    expect(dataset.notices[0]).toMatch(
      /: 1 folders \(n9\) are in no class of classes\.json and were left out$/,
    );
  });

  test('tells which folders of the test set it left out', async () => {
    const { notices, test } = await read({
      'classes.json': JSON.stringify({ dog: ['n1'], cat: ['n3'] }),
      'train/n1/a.png': 1,
      'train/n3/c.png': 3,
      'test/n1/e.png': 5,
      'test/n3/f.png': 6,
      'test/n4/g.png': 7,
    });
    expect(test.count).toBe(2);
    expect(notices).toEqual([
      expect.stringMatching(/\/test: 1 folders \(n4\) are in no class of classes\.json and were left out$/),
    ]);
  });

  test('that is merged already keeps its classes beside a classes.json', async () => {
    const map = JSON.stringify({ cat: ['n3'], ant: ['n2', 'n1'] });
    const dataset = await read({ ...trainAndTest, 'classes.json': map });
    expect([dataset.classes, dataset.notices]).toEqual([['ant', 'cat'], []]);
  });

  test('is as large as the first image fills of 32, 64 and 224, or as asked for', async () => {
    const sizes: [number, number | undefined, number][] = [
      [20, undefined, 32],
      [63, undefined, 32],
      [64, undefined, 64],
      [300, undefined, 224],
      [300, 48, 48],
    ];
    for (const [size, imageSize, wanted] of sizes) {
      const folder = temporaryFolder();
      const file = await picture(5, size);
      writeFiles(folder, {
        'train/a/1.png': file,
        'train/b/1.png': file,
        'val/a/1.png': file,
        'val/b/1.png': file,
      });
      const { shape } = await readImageFolder(folder, { imageSize, random });
      expect(shape).toEqual([3, wanted, wanted]);
    }
  });

  test('with a limit reads only as many training images, the share of each class kept', async () => {
    const files: Record<string, number | string> = { 'test/even/0.png': 0, 'test/odd/1.png': 1 };
    for (let index = 0; index < 20; index++)
      files[`train/${index % 4 ? 'odd' : 'even'}/${index}.png`] = index;
    const { train, test: tested } = await readImageFolder(folderOf(files), { limit: 8, random });
    expect([[...train.labels], tested.count]).toEqual([[0, 0, 1, 1, 1, 1, 1, 1], 2]);
  });

  test('has hashes that follow the content and the labels of the files, not where the folder lies', async () => {
    const hashes = async (files: Record<string, number | string>) => (await read(files)).hashes;
    const first = await hashes(trainAndTest);
    expect(await hashes(trainAndTest)).toEqual(first);
    const changed = await hashes({ ...trainAndTest, 'train/cat/a.png': 9 });
    expect(changed.train).not.toBe(first.train);
    expect(changed.test).toBe(first.test);
  });
});

const shared = sharedPath('datasets/tiny-imagenet-9');

test.skipIf(!shared)(
  'the nine classes of Tiny ImageNet are read at 64×64, grey images in colour',
  async () => {
    const {
      classes,
      shape,
      train,
      test: tested,
      notices,
    } = await readImageFolder(shared!, { limit: 90, random });
    expect([classes.length, classes[0], shape]).toEqual([9, 'arachnid', [3, 64, 64]]);
    expect([train.count, tested.count, notices]).toEqual([90, 900, []]);
    const counts = new Array(9).fill(0);
    for (const label of train.labels) counts[label]++;
    expect(counts).toEqual(new Array(9).fill(10));
    // By PIL, eleven of the 900 test images are grey; ten are stored with one channel.
    const area = 64 * 64;
    const isGrey = (image: number) => {
      const planes = arrayOf(tested).subarray(image * 3 * area, (image + 1) * 3 * area);
      return planes
        .subarray(0, area)
        .every((value, at) => value === planes[area + at] && value === planes[2 * area + at]);
    };
    expect(Array.from({ length: 900 }, (_, image) => image).filter(isGrey).length).toBe(11);
  },
);
