import type { DataFile } from '../../files/readDataFile.ts';

/** An array of bytes as LeCun's IDX format holds it. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes: a magic number 0x0000 08 rank, the dimensions as big-endian 32-bit numbers,
 * then the values in row-major order.
 *
 * @param rank dimensions that the file must have: 1 for labels, 3 for images
 * @returns a view on the bytes of the file
 * @throws Error that names the file when the magic number or the size is wrong
 */
export function decodeIdx({ path, bytes }: DataFile, rank: number): IdxArray {
  const { shape, headerLength, needed } = idxHeader(path, bytes, rank);
  if (bytes.length - headerLength !== needed) {
    throw new Error(
      `${path}: shape [${shape}] needs ${needed} bytes after the header, got ${bytes.length - headerLength}`,
    );
  }
  return { shape, data: bytes.subarray(headerLength) };
}

/**
 * The header of an IDX file, by its first bytes.
 *
 * @returns the shape, the bytes of the header, and those of the values that it says to have
 * @throws Error that names the file when the magic number is wrong or the header is cut off
 */
export function idxHeader(
  path: string,
  start: Uint8Array,
  rank: number,
): { readonly shape: readonly number[]; readonly headerLength: number; readonly needed: number } {
  const headerLength = 4 + 4 * rank;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const magic = 0x0800 + rank;
  const found = start.length >= 4 ? view.getUint32(0) : undefined;
  if (found !== magic) {
    throw new Error(
      `${path}: magic number must be ${hex(magic)} (IDX bytes, rank ${rank}), got ${hex(found)}`,
    );
  }
  if (start.length < headerLength) {
    throw new Error(`${path}: needs a header of ${headerLength} bytes, got ${start.length}`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, headerLength, needed: shape.reduce((product, dim) => product * dim, 1) };
}

function hex(value: number | undefined): string {
  return value === undefined ? 'an empty file' : `0x${value.toString(16).padStart(8, '0')}`;
}
