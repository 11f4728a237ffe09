import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Protobuf's own limit for a message. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Bytes of a regular file from `offset` on.
 *
 * @param length number of bytes; undefined for all that follow
 * @throws Error that names the file when it is none, ends before, or gives more than 2 GB
 */
export function readRange(path: string, offset: number, length: number | undefined): Uint8Array {
  return withFile(path, (file, size) => {
    const count = length ?? size - offset;
    if (count < 0 || offset + count > size) {
      throw new Error(`bytes ${offset} to ${offset + count} lie behind the end of '${path}' (${size} bytes)`);
    }
    if (count > MAX_BYTES) throw new Error(`'${path}': ${count} bytes are more than ${MAX_BYTES}`);
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count; ) {
      const read = readSync(file, bytes, done, count - done, offset + done);
      if (read === 0) throw new Error(`'${path}' ended while it was read`);
      done += read;
    }
    return bytes;
  });
}

export const sizeOfFile = (path: string) => withFile(path, (_, size) => size);

function withFile<T>(path: string, use: (file: number, size: number) => T): T {
  // Without O_NONBLOCK a named pipe would be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new Error(`'${path}' is no regular file`);
    return use(file, status.size);
  } finally {
    closeSync(file);
  }
}
