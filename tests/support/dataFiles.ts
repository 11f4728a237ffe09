import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { encodeNpz } from '#passband/tensor/npz.ts';

/** A new empty folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'passband-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files by their path inside a folder, and the folders that they need. */
export function writeFiles(folder: string, files: Record<string, Uint8Array | string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** An IDX file of unsigned bytes, as its specification has it. */
export function idxFile(shape: number[], values: ArrayLike<number>): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  shape.forEach((dim, axis) => {
    header.writeUInt32BE(dim, 4 + 4 * axis);
  });
  return Buffer.concat([header, Uint8Array.from(values)]);
}

/** The four files of a small MNIST: training images are `trainCount` of 3×2 pixels, pixel p of image i is 10 i + p. */
export function idxFiles(trainCount = 4, testCount = 2): Record<string, Uint8Array> {
  const pixels = (count: number) =>
    Array.from({ length: count * 6 }, (_, at) => 10 * Math.floor(at / 6) + (at % 6));
  const labels = (count: number) => Array.from({ length: count }, (_, image) => (3 * image) % 10);
  return {
    'train-images-idx3-ubyte': idxFile([trainCount, 3, 2], pixels(trainCount)),
    'train-labels-idx1-ubyte': idxFile([trainCount], labels(trainCount)),
    't10k-images-idx3-ubyte': idxFile([testCount, 3, 2], pixels(testCount)),
    't10k-labels-idx1-ubyte': idxFile([testCount], labels(testCount)),
  };
}

/** Records of CIFAR-10's binary version: label, then 3,072 bytes that are all `fill + record`. */
export function cifarFile(labels: number[], fill = 0): Uint8Array {
  return Buffer.concat(
    labels.map((label, record) => Buffer.concat([Uint8Array.of(label), Buffer.alloc(3072, fill + record)])),
  );
}

/** One file of a tar archive with a correct header, then its content, padded; change the header to damage it. */
export function tarEntry(
  name: string,
  content: Uint8Array,
  { kind = '0', size = content.length } = {},
): Uint8Array {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(kind, 156);
  header.write('ustar\0', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A `.npz` file of stored entries. */
export const npzFile = encodeNpz;
