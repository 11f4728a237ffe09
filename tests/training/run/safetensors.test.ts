import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { float32, type Tensor, tensor } from '#passband/tensor/tensor.ts';
import { decodeSafetensors, encodeSafetensors } from '#passband/training/run/safetensors.ts';

const golden: { floats: number[]; longs: string[]; base64: string } = JSON.parse(
  readFileSync(new URL('../../golden/training/safetensorsFile.json', import.meta.url), 'utf8'),
);
const goldenBytes = new Uint8Array(Buffer.from(golden.base64, 'base64'));
const goldenTensors = new Map<string, Tensor>([
  ['used', tensor('bool', [2], Uint8Array.of(1, 0))],
  ['conv1.weight', float32([2, 1, 3], golden.floats)],
  ['empty', float32([0, 4])],
  ['scalar', float32([], [0.5])],
  ['steps', tensor('int64', [3], BigInt64Array.from(golden.longs, BigInt))],
]);

/** A file with the given header, as text or object, over `data`. */
function file(header: unknown, data = new Uint8Array(0)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const f32 = (shape: unknown, offsets: unknown) => ({ dtype: 'F32', shape, data_offsets: offsets });

describe('safetensors', () => {
  test('a file is byte for byte what the reference implementation writes', () => {
    const bytes = encodeSafetensors({ tensors: goldenTensors, metadata: { schema: 'example' } });
    expect(bytes).toEqual(goldenBytes);
  });

  test('a file of the reference implementation is read back', () => {
    const { tensors, metadata } = decodeSafetensors(goldenBytes);
    expect(metadata).toEqual({ schema: 'example' });
    expect(new Map(tensors)).toEqual(goldenTensors);
  });

  test('bytes that do not start at an aligned address are read', () => {
    const shifted = new Uint8Array(goldenBytes.length + 3);
    shifted.set(goldenBytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors).toEqual(goldenTensors);
  });

  test('a Buffer is read into arrays of its own', () => {
    const bytes = Buffer.from(golden.base64, 'base64');
    const { tensors } = decodeSafetensors(bytes);
    bytes.fill(0);
    expect(tensors).toEqual(goldenTensors);
  });

  test('a tensor may have the name of an object member', () => {
    const tensors = new Map<string, Tensor>([['__proto__', float32([1], [2])]]);
    expect(decodeSafetensors(encodeSafetensors({ tensors, metadata: {} })).tensors).toEqual(tensors);
  });

  test('a file cut at any byte is refused', () => {
    for (let length = 0; length < goldenBytes.length; length++) {
      expect(() => decodeSafetensors(goldenBytes.subarray(0, length)), `${length} bytes`).toThrow(
        'safetensors',
      );
    }
  });

  test.each<[rule: string, bytes: Uint8Array, message: string]>([
    ['is huge', Uint8Array.from({ length: 8 }, () => 255), 'the header must lie inside the file'],
    ['is not JSON', file('{"a":'), 'the header is not JSON'],
    ['is not UTF-8', file('').fill(0xff, 8), 'the header is not JSON'],
    ['is a list', file('[]'), 'the header must be an object'],
    [
      'has metadata that are not strings',
      file({ __metadata__: { epoch: 3 } }),
      'must map strings to strings',
    ],
    ['names an unread type', file({ a: { ...f32([], [0, 4]), dtype: 'F8_E4M3' } }), '"F8_E4M3"'],
    ['has an entry that is null', file({ a: null }), 'a has the type undefined'],
    ['has a negative dimension', file({ a: f32([-1], [0, 4]) }), 'whole numbers'],
    ['has offsets that are no pair', file({ a: f32([1], [0]) }), 'two data_offsets'],
    ['has a shape that does not fit', file({ a: f32([2], [0, 4]) }), 'a needs 8 bytes, got 4'],
    ['points past the end', file({ a: f32([2], [0, 8]) }, new Uint8Array(4)), 'the file ends inside a'],
    [
      'leaves a gap',
      file({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, new Uint8Array(12)),
      'b must start at byte 4 of the data, got 8',
    ],
    [
      'has tensors that overlap',
      file({ a: f32([2], [0, 8]), b: f32([1], [4, 8]) }, new Uint8Array(8)),
      'b must start at byte 8 of the data, got 4',
    ],
    ['leaves bytes over', file({ a: f32([1], [0, 4]) }, new Uint8Array(5)), '1 bytes belong to no tensor'],
  ])('a header that %s is refused', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });
});
