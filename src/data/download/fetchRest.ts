import { constants } from 'node:fs';
import { type FileHandle, lstat, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { fileSize } from '../../files/fileSize.ts';
import { kindOf } from '../../files/openRegular.ts';

export interface DownloadProgress {
  readonly url: string;
  readonly bytes: number;
  /** undefined where the server does not say. */
  readonly totalBytes: number | undefined;
}

/** An answer that another attempt would not change. */
export class Refusal extends Error {}

/**
 * Fetches what a part of a file still lacks and appends it: one connection. Where the server ignores Range it sends
 * the file from its start, and the part is written anew.
 *
 * @throws Refusal on an answer that would come again (404, beyond `maxBytes`); Error on one that may not
 */
export async function fetchRest(
  url: string,
  part: string,
  {
    maxBytes,
    onProgress,
    signal,
  }: { maxBytes: number; onProgress: (progress: DownloadProgress) => void; signal?: AbortSignal | undefined },
): Promise<void> {
  const have = await fileSize(part);
  // Compressed transfer would make byte positions ambiguous.
  const headers = { 'Accept-Encoding': 'identity', ...(have > 0 && { Range: `bytes=${have}-` }) };
  const response = await fetch(url, { headers, ...(signal && { signal }) });
  if (have > 0 && response.status === 416) {
    // Nothing is left to send: the part is whole, or not of this file. Its hash decides.
    await response.body?.cancel();
    return;
  }
  const resumed = response.status === 206;
  if (!resumed && response.status !== 200) {
    await response.body?.cancel();
    const message = `download: ${url} answered ${response.status} ${response.statusText}`.trimEnd();
    throw response.status >= 500 ? new Error(message) : new Refusal(message);
  }
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  if (resumed && Number(range?.[1]) !== have) {
    await response.body?.cancel();
    await rm(part, { force: true });
    throw new Error(`asked for bytes from ${have}, got ${range?.[0] ?? 'an unknown range'}`);
  }
  const start = resumed ? have : 0;
  const length = response.headers.get('content-length');
  const totalBytes = length === null ? undefined : start + Number(length);
  let bytes = start;
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Refusal(`download: ${url} must have at most ${maxBytes} bytes`);
      onProgress({ url, bytes, totalBytes });
      yield chunk;
    }
  }
  const file = await openPart(part, resumed).catch(async (error: unknown) => {
    await response.body?.cancel();
    throw error;
  });
  // Made where it is listened to at once: a connection may break off at any moment.
  const body = response.body
    ? Readable.fromWeb(response.body as ReadableStream<Uint8Array>)
    : Readable.from([]);
  try {
    await pipeline(body, counted, file.createWriteStream());
  } catch (error) {
    if (bytes > maxBytes) await rm(part, { force: true });
    throw error;
  }
}

/**
 * The part has the same name each time, so that a later run goes on with it; a link in its place is not followed, and a pipe
 * not waited for.
 *
 * @throws Refusal where anything but a file is there
 */
async function openPart(part: string, resumed: boolean): Promise<FileHandle> {
  const { O_WRONLY, O_CREAT, O_APPEND, O_TRUNC, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | (resumed ? O_APPEND : O_TRUNC);
  const found = await lstat(part).catch(() => undefined);
  if (found && !found.isFile())
    throw new Refusal(`download: ${part} is ${kindOf(found)}, not a file; delete it`);
  return open(part, flags);
}
