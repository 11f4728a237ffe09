import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { openPlain } from '../../files/openPlain.ts';
import type { Answer } from './answer.ts';
import { fileHeaders, madePolicy } from './headers.ts';
import { sendEvents } from './sendEvents.ts';

export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  if ('follow' in answer) return sendEvents(request, response, answer.follow);
  if ('file' in answer) return sendFile(request, response, answer);
  if ('redirect' in answer) {
    response.writeHead(302, { Location: answer.redirect, 'Content-Length': 0 }).end();
    return;
  }
  const bytes = Buffer.from(answer.html);
  response.writeHead(answer.status ?? 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': bytes.length,
    'Content-Security-Policy': madePolicy(),
    'Cache-Control': 'no-store',
    ...(answer.status === 405 && { Allow: 'GET, HEAD' }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { file, policy, inserted: text = '' }: Extract<Answer, { file: string }>,
): Promise<void> {
  const handle = await openPlain(file);
  try {
    const { size, mtimeMs } = await handle.stat();
    const inserted = Buffer.from(text);
    const length = size + inserted.length;
    const version = createHash('sha1').update(`${mtimeMs} ${size} ${text}`).digest('base64url');
    const tag = `"${version}"`;
    const isKnown = request.headers['if-none-match'] === tag;
    response.writeHead(isKnown ? 304 : 200, {
      ...fileHeaders(file, policy),
      ETag: tag,
      ...(!isKnown && { 'Content-Length': length }),
    });
    if (isKnown || length === 0 || request.method === 'HEAD') {
      response.end();
      return;
    }
    const place = inserted.length === 0 ? size : await placeOfHead(handle, size);
    await pipeline(partsOf(handle, size, { inserted, place }), response);
  } finally {
    await handle.close();
  }
}

/** How far into a file its head is looked for, in bytes. */
const SEARCHED = 2 ** 16;

/** Where in a file its head begins, in bytes; the end of a file that has none. */
async function placeOfHead(handle: FileHandle, size: number): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, SEARCHED)), { position: 0 });
  // One character a byte.
  const start = /<head(\s[^>]{0,1000})?>/i.exec(buffer.toString('latin1', 0, bytesRead));
  return start ? start.index + start[0].length : size;
}

/** A file with something inserted, to the size that was promised: the file may grow while it is sent. */
async function* partsOf(
  handle: FileHandle,
  size: number,
  { inserted, place }: { readonly inserted: Buffer; readonly place: number },
): AsyncGenerator<Buffer> {
  if (place > 0) yield* handle.createReadStream({ start: 0, end: place - 1, autoClose: false });
  if (inserted.length > 0) yield inserted;
  if (place < size) yield* handle.createReadStream({ start: place, end: size - 1, autoClose: false });
}
