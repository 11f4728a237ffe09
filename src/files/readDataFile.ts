import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip, gunzipSync } from 'node:zlib';
import { readBytes } from './readBytes.ts';
import { MOST_BYTES } from './readRange.ts';

/** The content of a data file, and the hash that names it. */
export interface DataFile {
  readonly path: string;
  /** After decompression, where the file is gzipped. */
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, so that a repacked file counts as the same data. */
  readonly sha256: string;
}

export interface DataFileOptions {
  /** Limit on the size of the file, by default 2 GiB − 1, the most Node reads at once. */
  readonly maxBytes?: number;
  /**
   * How large the content says to be by its first bytes, of which there may be few: gzip makes a thousand bytes of one,
   * and no more than this comes out. It may throw where that is too much.
   */
  readonly stated: (start: Uint8Array) => number;
}

/**
 * Reads a regular file whole and unpacks it if it is gzipped (by its first two bytes, whatever its name).
 *
 * @throws Error that names the file when it cannot be read, is beyond a limit, or is damaged gzip
 */
export async function readDataFile(path: string, { stated, ...limits }: DataFileOptions): Promise<DataFile> {
  const packed = await readBytes(path, limits);
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? await unpack(packed, path, stated) : packed;
  return { path, bytes, sha256: sha256(bytes) };
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Packed bytes that surely hold the first few of the content. */
const START = 4096;

async function unpack(
  packed: Uint8Array,
  path: string,
  stated: DataFileOptions['stated'],
): Promise<Uint8Array> {
  const start = gunzipped(path, () =>
    gunzipSync(packed.subarray(0, START), { finishFlush: constants.Z_SYNC_FLUSH }),
  );
  const most = stated(await start);
  if (most > MOST_BYTES)
    throw new Error(`${path}: must have at most ${MOST_BYTES} bytes unpacked, says ${most}`);
  const content = await gunzipped(path, () =>
    promisify(gunzip)(packed, {
      maxOutputLength: Math.max(1, most),
      // In one piece, for pieces would lie in memory beside the whole; what is beyond the end needs some room too.
      chunkSize: most + 64,
    }),
  ).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE'
      ? new Error(`${path}: unpacks to more than the ${most} bytes that it says to have`)
      : error;
  });
  // A plain view: `slice` of a Buffer would share its memory.
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}

async function gunzipped(path: string, run: () => Buffer | Promise<Buffer>): Promise<Buffer> {
  try {
    return await run();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw error;
    throw new Error(`${path}: truncated or damaged gzip (${message})`);
  }
}
