import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeNpy, encodeNpy } from '#passband/tensor/npy.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

interface Case {
  name: string;
  type: string;
  shape: number[];
  values: (number | string)[];
  bytes: string;
}
const golden = JSON.parse(readFileSync(new URL('../golden/tensor/npy.json', import.meta.url), 'utf8'));
const arrays: Case[] = golden.arrays;
const foreign: Case[] = golden.foreign;
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

// float16 is held as its 16 bits; this is what they mean.
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function valuesOf({ type, data }: Tensor): (number | string)[] {
  const values = Array.from<number | bigint>(data as Iterable<number | bigint>);
  if (type === 'float16') return values.map((bits) => half(Number(bits)));
  return type.includes('int') ? values.map(String) : values.map(Number);
}

test.each([...arrays, ...foreign])('decodes the $name array that NumPy wrote', (wanted) => {
  const decoded = decodeNpy(bytesOf(wanted.bytes));
  expect(decoded.type).toBe(wanted.type);
  expect(decoded.shape).toEqual(wanted.shape);
  expect(valuesOf(decoded)).toEqual(wanted.values);
});

test.each(arrays)('encodes the $name array byte for byte as NumPy does', ({ bytes }) => {
  const wanted = bytesOf(bytes);
  expect(Buffer.from(encodeNpy(decodeNpy(wanted))).equals(Buffer.from(wanted))).toBe(true);
});

test('encodes a view from its own elements only', () => {
  const view = float32([2], new Float32Array([1, 2, 3, 4]).subarray(1, 3));
  expect([...decodeNpy(encodeNpy(view)).data]).toEqual([2, 3]);
});

test.each([
  ['Fortran order', 'must be in C order'],
  ['text', 'element type must be'],
  ['complex', 'element type must be'],
])('refuses %s', (name, message) => {
  expect(() => decodeNpy(bytesOf(golden.refused[name]))).toThrow(message);
});

test('refuses bytes that are no .npy file, are cut off, or have too many bytes', () => {
  const bytes = bytesOf(arrays[0].bytes);
  expect(() => decodeNpy(new TextEncoder().encode('hello, this is text'))).toThrow('magic number');
  expect(() => decodeNpy(bytes.subarray(0, 5))).toThrow('magic number');
  expect(() => decodeNpy(bytes.subarray(0, 40))).toThrow('header ends at byte 128, the file at 40');
  expect(() => decodeNpy(bytes.subarray(0, -1))).toThrow(
    'shape [2,3,4] of float32 needs 96 data bytes, got 95',
  );
  expect(() => decodeNpy(Uint8Array.from([...bytes, 0]))).toThrow('needs 96 data bytes, got 97');
  expect(() => decodeNpy(Uint8Array.from(bytes, (byte, index) => (index === 6 ? 9 : byte)))).toThrow('got 9');
});

test('refuses a header that is as long as a file, and shows a long one by its start', () => {
  const long = new Uint8Array(200_000).fill(0x20);
  long.set([0x93, ...new TextEncoder().encode('NUMPY'), 2, 0]);
  new DataView(long.buffer).setUint32(8, 100_000, true);
  expect(() => decodeNpy(long)).toThrow('the header must have at most 65535 bytes, got 100000');
  new DataView(long.buffer).setUint32(8, 65_535, true);
  long.fill(0x78, 12, 12 + 65_535);
  expect(() => decodeNpy(long)).toThrow(/got header x{200}…$/);
});
