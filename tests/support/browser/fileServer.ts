import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** The file that the server has. */
export const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 3));
export const md5 = createHash('md5').update(content).digest('hex');

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on the loopback interface that gives each request the next answer, and notes what Range it asked for. */
export async function serve(...answers: Answer[]): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers[ranges.length - 1];
    if (answer) answer(request, response);
    else response.writeHead(500).end('more requests than answers');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set/file.gz`, ranges };
}

const startOf = (request: IncomingMessage) =>
  Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);

export const whole: Answer = (_, response) =>
  response.writeHead(200, { 'Content-Length': content.length }).end(content);
export const rest: Answer = (request, response) => {
  const start = startOf(request);
  const head = {
    'Content-Length': content.length - start,
    'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}`,
  };
  response.writeHead(206, head).end(content.subarray(start));
};
/** Promises all that is asked for, and breaks the connection off when byte `end` of the file has arrived in `part`. */
export const cutAt =
  (end: number, part: string): Answer =>
  (request, response) => {
    const start = startOf(request);
    response.writeHead(start > 0 ? 206 : 200, {
      'Content-Length': content.length - start,
      ...(start > 0 && { 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.write(content.subarray(start, end));
    const watch = setInterval(() => {
      if (!existsSync(part) || statSync(part).size < end) return;
      clearInterval(watch);
      response.destroy();
    }, 5);
    response.on('close', () => clearInterval(watch));
  };
export const wrong: Answer = (_, response) => response.writeHead(200).end(Buffer.alloc(content.length));
export const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end();
