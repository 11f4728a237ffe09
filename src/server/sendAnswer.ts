import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './answer.ts';
import { fileHeaders, madePolicy } from './headers.ts';
import { sendEvents } from './sendEvents.ts';

/** @param pollMs how often an event stream looks for a change */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { pollMs }: { readonly pollMs: number },
): Promise<void> {
  if ('fingerprint' in answer) return sendEvents(request, response, { ...answer, pollMs });
  if ('file' in answer) return sendFile(request, response, answer);
  if ('redirect' in answer) {
    response.writeHead(302, { Location: answer.redirect, 'Content-Length': 0 }).end();
    return;
  }
  const [type, text] = 'html' in answer ? ['html', answer.html] : ['plain', `${answer.error}\n`];
  const bytes = Buffer.from(text);
  response.writeHead(answer.status ?? 200, {
    'Content-Type': `text/${type}; charset=utf-8`,
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
  { file, policy }: Extract<Answer, { file: string }>,
): Promise<void> {
  const handle = await open(file);
  try {
    const { size, mtimeMs } = await handle.stat();
    const tag = `"${createHash('sha1').update(`${mtimeMs} ${size}`).digest('base64url')}"`;
    const isKnown = request.headers['if-none-match'] === tag;
    response.writeHead(isKnown ? 304 : 200, {
      ...fileHeaders(file, policy),
      ETag: tag,
      ...(!isKnown && { 'Content-Length': size }),
    });
    if (isKnown || size === 0 || request.method === 'HEAD') {
      response.end();
      return;
    }
    // To the size that was promised: the file may grow while it is sent.
    await pipeline(handle.createReadStream({ end: size - 1, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}
