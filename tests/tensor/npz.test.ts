import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encodeNpz, readNpz } from '#passband/tensor/npz.ts';
import { float32, tensor } from '#passband/tensor/tensor.ts';
import { encodeZip, readZipEntry, zipEntries } from '#passband/tensor/zip.ts';
import { withClaim } from '../support/claims.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/tensor/npy.json', import.meta.url), 'utf8'));
const archive = (kind: 'stored' | 'deflated') => new Uint8Array(Buffer.from(golden.archives[kind], 'base64'));

describe.each(['stored', 'deflated'] as const)('a %s archive', (kind) => {
  test('gives the arrays that NumPy saved', () => {
    const npz = readNpz(archive(kind));
    expect(npz.names).toEqual(['x_train', 'y_train']);
    const x = npz.read('x_train');
    expect([x.type, x.shape, [...x.data]]).toEqual(['uint8', [2, 3, 4], golden.x_train]);
    expect([...npz.read('y_train').data].map(Number)).toEqual(golden.y_train);
  });

  test('is refused wherever it is cut off', () => {
    const bytes = archive(kind);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(() => readNpz(bytes.subarray(0, length))).toThrow('zip:');
    }
  });

  test('never yields a wrong array when one byte is damaged', () => {
    const bytes = archive(kind);
    for (let position = 0; position < bytes.length; position++) {
      const damaged = Uint8Array.from(bytes);
      damaged[position] ^= 0x55;
      let values: number[] | undefined;
      try {
        values = [...readNpz(damaged).read('x_train').data].map(Number);
      } catch (error) {
        expect((error as Error).message).toMatch(/^(zip|decodeNpy|readNpz): /);
      }
      if (values) expect(values).toEqual(golden.x_train);
    }
  });
});

test('names the arrays that are there when one is asked for that is not', () => {
  expect(() => readNpz(archive('stored')).read('images')).toThrow(
    "no array 'images'; the file holds x_train, y_train",
  );
});

test('refuses an archive that declares more than the limit', () => {
  expect(() => readNpz(archive('deflated'), { maxBytes: 200 })).toThrow(
    'at most 200 bytes together, got 296',
  );
});

test('stops at the declared size when an entry inflates to more', () => {
  const bytes = archive('deflated');
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + 24, 10, true);
  expect(() => readNpz(bytes).read('x_train')).toThrow(/zip: x_train.npy cannot be decompressed/);
});

test('a file that is written gives back its arrays, in their types, shapes and order', () => {
  const arrays = {
    images: float32([2, 1, 1, 2], [0, 0.1, 1, 1 / 3]),
    labels: tensor('int32', [2], Int32Array.of(3, -1)),
    fallen: tensor('uint8', [0], new Uint8Array(0)),
  };
  const npz = readNpz(encodeNpz(arrays));
  expect(npz.names).toEqual(['images', 'labels', 'fallen']);
  expect(Object.fromEntries(npz.names.map((name) => [name, npz.read(name)]))).toEqual(arrays);
});

test('an array is not copied where its bytes lie as they must', () => {
  const bytes = encodeNpz({ images: tensor('uint8', [4], Uint8Array.of(1, 2, 3, 4)) });
  expect(readNpz(bytes).read('images').data.buffer).toBe(bytes.buffer);
});

describe('an archive that declares what cannot be', () => {
  const files = ['first', 'second'].map((name) => ({ name, content: new Uint8Array(1000) }));
  const honest = encodeZip(files);
  const entries = (archive: Uint8Array) => zipEntries(archive, { maxBytes: 2 ** 40 });

  test('is refused where an entry is larger than its bytes can make it', () => {
    expect(() => entries(withClaim(honest, 0, { size: 1001 }))).toThrow(
      'zip: first cannot have 1001 bytes, of 1000 packed',
    );
    const deflated = withClaim(honest, 0, { method: 8, size: 1_032_001 });
    expect(() => entries(deflated)).toThrow('zip: first cannot have 1032001 bytes, of 1000 packed');
  });

  test('is refused where entries share their bytes', () => {
    expect(() => entries(withClaim(honest, 1, { headerStart: 0 }))).toThrow('zip: first and second overlap');
    expect(() => entries(withClaim(honest, 1, { headerStart: 500 }))).toThrow(
      'zip: first and second overlap',
    );
    expect(entries(honest).map((entry) => readZipEntry(honest, entry).length)).toEqual([1000, 1000]);
  });
});
