import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readImageFolder } from '#passband/data/formats/imageFolder.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';

const random = seededRandom(1);
const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

function folderOf(files: Record<string, number | string>): string {
  const folder = temporaryFolder();
  const contents = Object.entries(files).map(([name, text]) => [
    name,
    typeof text === 'string' ? text : picture,
  ]);
  writeFiles(folder, Object.fromEntries(contents));
  return folder;
}
const read = (files: Record<string, number | string>) => readImageFolder(folderOf(files), { random });

const trainAndTest = {
  'train/cat/a.png': 1,
  'train/ant/a.png': 2,
  'test/cat/x.png': 3,
  'test/ant/y.png': 4,
};
const { 'train/cat/a.png': _, ...noCat } = trainAndTest;
test.each<[string, Record<string, number | string>, RegExp]>([
  ['a folder without class folders', { 'a.png': 1 }, /needs at least two folders, one a class, got none$/],
  ['one class', { 'train/ant/a.png': 1 }, /train: needs at least two folders, one a class, got ant$/],
  [
    'a class without images',
    { ...noCat, 'train/cat/readme.txt': 'x' },
    /train: class 'cat' has no JPEG, PNG or WebP image$/,
  ],
  [
    'a class without test images',
    { ...trainAndTest, 'train/bee/a.png': 1 },
    /test: class 'bee' has no JPEG, PNG or WebP image$/,
  ],
  [
    'a test class that is no training class',
    { ...trainAndTest, 'test/bee/a.png': 1 },
    /test: 'bee' is not among the training classes$/,
  ],
  [
    'a file that is no image',
    { ...trainAndTest, 'train/cat/a.png': 'text' },
    /train\/cat\/a\.png: is no JPEG, PNG or WebP image$/,
  ],
  [
    'classes.json that is no JSON',
    { ...trainAndTest, 'classes.json': '{' },
    /classes\.json: is no JSON \(.+\)$/,
  ],
  [
    'a class whose name is as long as a text',
    { ...trainAndTest, 'classes.json': JSON.stringify({ ['x'.repeat(1001)]: ['ant'] }) },
    /classes\.json: the name of a class must have at most 1000 characters, one has 1001$/,
  ],
  [
    'classes.json that is a list',
    { ...trainAndTest, 'classes.json': '[1]' },
    /classes\.json: must be an object of class → list of WordNet ids$/,
  ],
  [
    'a class of classes.json that is no list',
    { ...trainAndTest, 'classes.json': '{"cat":"n1"}' },
    /'cat' must be a list of WordNet ids, got "n1"$/,
  ],
  [
    'an id in two classes',
    { ...trainAndTest, 'classes.json': '{"cat":["n1"],"dog":["n1"]}' },
    /'n1' is in 'cat' and in 'dog'$/,
  ],
])('%s is a one-line error with the file', async (_, files, message) => {
  const error: Error = await read(files).then(
    () => expect.fail('it was read'),
    (error) => error,
  );
  expect(error.message).toMatch(message);
  expect(error.message).not.toContain('\n');
});

test('a set that does not fit into 4 GiB is refused before it is read', async () => {
  await expect(readImageFolder(folderOf(trainAndTest), { imageSize: 20_000, random })).rejects.toThrow(
    '4 images of 20000×20000 would take 4.5 GiB of memory, more than 4; --max-memory 5 lets it',
  );
});
