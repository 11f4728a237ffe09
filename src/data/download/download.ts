import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { fileSize } from '../../files/fileSize.ts';
import { systemReason } from '../../files/systemReason.ts';
import { type DownloadProgress, fetchRest, Refusal } from './fetchRest.ts';

export interface DownloadOptions {
  /** Published MD5 of the file, in hexadecimal. */
  readonly md5: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** Connections in a row that bring the file no further before the download is given up. */
  readonly attempts?: number;
  /** Wait after such a connection. */
  readonly pauseMs?: number;
  /** Limit on the size of the file. */
  readonly maxBytes?: number;
}

/**
 * Downloads a file to `path`. Bytes go to `path.part`; a connection that breaks off, now or in an earlier run, is
 * resumed from there with a Range request, or started over where the server ignores Range. Only a file with the
 * right hash gets its final name, so that what lies at `path` is always whole.
 *
 * @throws Error that names the URL: on an HTTP error, when the connection fails repeatedly (the part is kept for
 *   the next run), on a file beyond `maxBytes` or with a wrong hash (the part is removed)
 */
export async function download(url: string, path: string, options: DownloadOptions): Promise<void> {
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const inherited = (await fileSize(part)) > 0;
  await fetchWhole(url, part, options);
  let found = await md5Of(part);
  if (found !== options.md5 && inherited) {
    // The bytes of the earlier run may be the wrong ones.
    await rm(part);
    await fetchWhole(url, part, options);
    found = await md5Of(part);
  }
  if (found !== options.md5) {
    await rm(part);
    throw new Error(`download: ${url} must have MD5 ${options.md5}, got ${found}; nothing was kept`);
  }
  await flush(part);
  await rename(part, path);
}

async function fetchWhole(
  url: string,
  part: string,
  { attempts = 4, pauseMs = 1000, maxBytes = 2 ** 30, onProgress = () => {}, signal }: DownloadOptions,
): Promise<void> {
  let furthest = await fileSize(part);
  for (let failures = 0; ; ) {
    try {
      return await fetchRest(url, part, { maxBytes, onProgress, signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Refusal) throw error;
      const have = await fileSize(part);
      failures = have > furthest ? 0 : failures + 1;
      furthest = Math.max(furthest, have);
      if (failures >= attempts) {
        throw new Error(
          `download: ${url} broke off at ${have} bytes (${reasonOf(error)}); run again to resume`,
        );
      }
      if (failures > 0) await setTimeout(pauseMs, undefined, signal && { signal });
    }
  }
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

// The bytes reach the disk before the name does.
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

// fetch hides why a connection failed in `cause`.
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : systemReason(error);
}
