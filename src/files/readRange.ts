import { closeSync, fstatSync, readSync } from 'node:fs';
import { openRegularSync } from './openRegular.ts';

/** Protobuf's own limit for a message, and the most that Node reads at once. */
export const MOST_BYTES = 2 ** 31 - 1;

/**
 * Bytes of a regular file from `offset` on. Read is what the file says to hold once it is open: one that grows is not followed, and
 * the files of /proc, which say that they hold nothing, are empty.
 *
 * @param length number of bytes; undefined for all that follow
 * @param maxBytes of what is read; by default 2 GiB − 1
 * @throws Error that names the file when it is none, ends before, or gives more than `maxBytes`
 */
export function readRange(
  path: string,
  offset: number,
  length: number | undefined,
  { maxBytes = MOST_BYTES }: { readonly maxBytes?: number } = {},
): Uint8Array {
  return withFile(path, (file, size) => {
    const count = length ?? size - offset;
    if (count < 0 || offset + count > size) {
      throw new Error(`bytes ${offset} to ${offset + count} lie behind the end of '${path}' (${size} bytes)`);
    }
    if (count > maxBytes) throw new Error(`${path}: must have at most ${maxBytes} bytes, got ${count}`);
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count; ) {
      const read = readSync(file, bytes, done, count - done, offset + done);
      if (read === 0) throw new Error(`'${path}' ended while it was read`);
      done += read;
    }
    return bytes;
  });
}

/** Size of a regular file in bytes. */
export const sizeOfFile = (path: string) => withFile(path, (_, size) => size);

function withFile<T>(path: string, use: (file: number, size: number) => T): T {
  const file = openRegularSync(path);
  try {
    return use(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}
