import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** The content of a data file, and the hash that names it. */
export interface DataFile {
  readonly path: string;
  /** After decompression, where the file is gzipped. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, so that a repacked file counts as the same data. */
  readonly sha256: string;
}

/**
 * Reads a file whole and unpacks it if it is gzipped (by its first two bytes, whatever its name).
 *
 * @param maxBytes limit on the size before and after decompression; 2 GiB − 1 by default, the most Node reads at once
 * @throws Error that names the file when it cannot be read, is beyond `maxBytes`, or is damaged gzip
 */
export async function readDataFile(path: string, { maxBytes = 2 ** 31 - 1 } = {}): Promise<DataFile> {
  const { size } = await stat(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  if (size > maxBytes) throw new Error(`${path}: must have at most ${maxBytes} bytes, got ${size}`);
  const packed = await readFile(path).catch((error: Error) => {
    throw new Error(`${path}: cannot be read (${error.message})`);
  });
  const content = packed[0] === 0x1f && packed[1] === 0x8b ? gunzip(packed, path, maxBytes) : packed;
  // A plain view: `slice` of a Buffer would share its memory.
  const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
  return { path, bytes, sha256: sha256(bytes) };
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function gunzip(packed: Uint8Array, path: string, maxBytes: number): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: maxBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Error(`${path}: must unpack to at most ${maxBytes} bytes`);
    }
    throw new Error(`${path}: truncated or damaged gzip (${message})`);
  }
}
