import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { holdsCifar10, readCifar10 } from '#passband/data/official/cifar10.ts';
import { readTar } from '#passband/data/official/tar.ts';
import { cifarFile, tarEntry, temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { sharedPath } from '../../support/shared.ts';
import { arrayOf, plainValues } from '../../support/splits.ts';

const files: Record<string, Uint8Array> = {
  'data_batch_1.bin': cifarFile([3, 1], 10),
  'data_batch_2.bin': cifarFile([9], 20),
  'data_batch_4.bin': cifarFile([0, 5, 2], 40),
  'test_batch.bin': cifarFile([7, 8], 70),
};

function folderOf(content: Record<string, Uint8Array>): string {
  const folder = temporaryFolder();
  writeFiles(folder, content);
  return folder;
}

function archiveOf(...entries: Uint8Array[]): string {
  const path = join(temporaryFolder(), 'cifar-10-binary.tar.gz');
  writeFileSync(path, gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)])));
  return path;
}
const batchEntries = () =>
  Object.entries(files).map(([name, bytes]) => tarEntry(`cifar-10-batches-bin/${name}`, bytes));

test('batches follow each other in the order of their numbers; a missing or short one leaves no gap', async () => {
  const { shape, train, test: tested, notices } = await readCifar10(folderOf(files));
  expect(shape).toEqual([3, 32, 32]);
  expect([...train.labels]).toEqual([3, 1, 9, 0, 5, 2]);
  const pixels = arrayOf(train);
  const firstAndLast = (image: number) => [pixels[image * 3072], pixels[image * 3072 + 3071]];
  expect([0, 1, 2, 3, 4, 5].map(firstAndLast)).toEqual(
    [10, 11, 20, 40, 41, 42].map((value) => [value, value]),
  );
  expect([pixels.length, [...tested.labels], arrayOf(tested)[0]]).toEqual([6 * 3072, [7, 8], 70]);
  expect(notices).toEqual([
    'CIFAR-10: 6 of the 50,000 official training images',
    'CIFAR-10: 2 of the 10,000 official test images',
  ]);
});

test('an archive that the tar program made gives the same as the folder', async () => {
  const folder = folderOf(
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`cifar-10-batches-bin/${name}`, bytes])),
  );
  writeFiles(folder, {
    'cifar-10-batches-bin/readme.html': 'x'.repeat(2000),
    'cifar-10-batches-bin/batches.meta.txt': 'airplane',
  });
  execFileSync('tar', ['czf', 'cifar-10-binary.tar.gz', 'cifar-10-batches-bin'], { cwd: folder });
  const fromArchive = await readCifar10(join(folder, 'cifar-10-binary.tar.gz'));
  const fromFolder = await readCifar10(join(folder, 'cifar-10-batches-bin'));
  expect(plainValues(fromArchive)).toEqual(plainValues(fromFolder));
});

test('the order of the files in an archive does not matter', async () => {
  const reversed = await readCifar10(archiveOf(...batchEntries().reverse()));
  expect(plainValues(reversed)).toEqual(plainValues(await readCifar10(folderOf(files))));
});

test('entries that climb out of their folder, links and folders write nothing anywhere', async () => {
  const path = archiveOf(
    tarEntry('cifar-10-batches-bin/', new Uint8Array(0), { kind: '5' }),
    tarEntry('../../../escaped.bin', cifarFile([1])),
    tarEntry('/tmp/escaped.bin', cifarFile([1])),
    tarEntry('data_batch_3.bin', new Uint8Array(0), { kind: '2' }),
    ...batchEntries(),
  );
  expect([...(await readCifar10(path)).train.labels]).toEqual([3, 1, 9, 0, 5, 2]);
  expect(readdirSync(join(path, '..'))).toEqual(['cifar-10-binary.tar.gz']);
});

test('a folder holds the set when a training and the test batch are there', () => {
  const { 'test_batch.bin': tested, ...trained } = files;
  expect([files, trained, { 'test_batch.bin': tested }].map((each) => holdsCifar10(folderOf(each)))).toEqual([
    true,
    false,
    false,
  ]);
});

test.each<[string, Record<string, Uint8Array>, RegExp]>([
  [
    'a size that is no whole record',
    { 'data_batch_2.bin': files['data_batch_2.bin'].subarray(1) },
    /data_batch_2\.bin: size must be a multiple of 3073 bytes, got 3072$/,
  ],
  [
    'a file of no bytes',
    { 'data_batch_2.bin': new Uint8Array(0) },
    /data_batch_2\.bin: size must be a multiple of 3073 bytes, got 0$/,
  ],
  [
    'a label out of range',
    { 'test_batch.bin': cifarFile([1, 10]) },
    /test_batch\.bin: label 1 must be in 0 … 9, got 10$/,
  ],
  [
    'a file of more than 10,000 records',
    { 'data_batch_1.bin': new Uint8Array(10_001 * 3073) },
    /data_batch_1\.bin: must have at most 30730000 bytes, got 30733073$/,
  ],
])('%s is a one-line error with the file', async (_, changed, message) => {
  await expect(readCifar10(folderOf({ ...files, ...changed }))).rejects.toThrow(message);
});

test('without a test batch or without a training batch it is an error that names the missing file', async () => {
  const { 'test_batch.bin': tested, ...trained } = files;
  await expect(readCifar10(folderOf(trained))).rejects.toThrow('needs test_batch.bin for CIFAR-10');
  await expect(readCifar10(folderOf({ 'test_batch.bin': tested }))).rejects.toThrow(
    'needs data_batch_1.bin for CIFAR-10',
  );
});

test('a damaged archive is a one-line error with its path', async () => {
  const [first, ...others] = batchEntries();
  const damaged = Uint8Array.from(first);
  damaged[0] ^= 1;
  const cases: [string, RegExp][] = [
    [archiveOf(damaged, ...others), /tar: damaged header \(checksum \d+, got \d+\)/],
    [
      archiveOf(first.subarray(0, 700)),
      /tar: cifar-10-batches-bin\/data_batch_1\.bin needs 6146 bytes, the archive ends after 1212/,
    ],
    [
      archiveOf(tarEntry('data_batch_1.bin', new Uint8Array(0), { size: 2 ** 32 })),
      /tar: data_batch_1\.bin must have at most 30730000 bytes, got 4294967296/,
    ],
  ];
  for (const [path, message] of cases) {
    const error: Error = await readCifar10(path).then(
      () => expect.fail('it was read'),
      (error) => error,
    );
    expect(error.message).toMatch(message);
    expect(error.message.startsWith(`${path}: `)).toBe(true);
  }
});

test('a truncated archive and one that is no gzip are one-line errors', async () => {
  const cut = join(temporaryFolder(), 'c.tar.gz');
  writeFileSync(cut, gzipSync(Buffer.concat(batchEntries())).subarray(0, -20));
  await expect(readCifar10(cut)).rejects.toThrow(
    `${cut}: truncated or damaged gzip (unexpected end of file)`,
  );
  writeFileSync(cut, 'this is text');
  await expect(readCifar10(cut)).rejects.toThrow(
    `${cut}: truncated or damaged gzip (incorrect header check)`,
  );
  await expect(readCifar10('/no/such/c.tar.gz')).rejects.toThrow(
    '/no/such/c.tar.gz: cannot be read: there is no such file',
  );
});

test('an archive that unpacks without end is given up', async () => {
  async function* endless() {
    yield tarEntry('movie', new Uint8Array(0), { size: 2 ** 32 });
    for (;;) yield new Uint8Array(2 ** 16);
  }
  const entries = readTar(endless(), { wanted: () => false, maxBytes: 2 ** 20, maxEntryBytes: 1 });
  await expect(entries.next()).rejects.toThrow('tar: the archive must unpack to at most 1048576 bytes');
});

const path = sharedPath('datasets/cifar-10-batches-bin');

test.skipIf(!path)(
  'the official training images have the channel means of the field and 5,000 of each class',
  async () => {
    const { train, classes } = await readCifar10(path!);
    expect([train.count, classes[train.labels[0]]]).toEqual([50_000, 'frog']);
    const sums = [0, 0, 0];
    const pixels = arrayOf(train);
    for (let start = 0; start < pixels.length; start += 1024) {
      let sum = 0;
      for (let at = start; at < start + 1024; at++) sum += pixels[at];
      sums[(start / 1024) % 3] += sum;
    }
    const means = sums.map((sum) => sum / (50_000 * 1024 * 255));
    [0.4914, 0.4822, 0.4465].forEach((mean, channel) => {
      expect(means[channel]).toBeCloseTo(mean, 4);
    });
    const counts = new Array(10).fill(0);
    for (const label of train.labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(5000));
  },
);
