import { timingSafeEqual } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { withoutFunctionName } from '../audit/withoutFunctionName.ts';
import { type Answer, notFound } from './answer.ts';
import { commonHeaders } from './headers.ts';
import { namesLoopback } from './isLoopback.ts';
import { pathSegments } from './pathSegments.ts';
import { route } from './route.ts';
import { sendAnswer } from './sendAnswer.ts';

export interface ServerOptions {
  /** Folder of the built page, with `index.html` and `live.js`; it need not be there. */
  readonly web: string;
  /** Folder of the results; null serves the page alone. */
  readonly runs: string | null;
  /** First segment of every path; null where only this machine reaches the server. */
  readonly token: string | null;
  /** How often an event stream looks for a change. */
  readonly pollMs?: number;
}

/**
 * A server of the page and of a folder of results (see `route`) for one person's browser. It reads and never writes.
 * Without a token it answers only who asks for a name of this machine; with one, only who knows it.
 *
 * @returns a server that does not listen yet; `closeAllConnections` ends its event streams too
 */
export function createServer({ web, runs, token, pollMs = 500 }: ServerOptions): Server {
  const site = { web, runs, base: token === null ? '' : `/${token}` };

  async function answerTo({ method, headers, url = '' }: IncomingMessage): Promise<Answer> {
    if (token === null && !namesLoopback(headers.host)) {
      return { error: 'Ask for this machine as localhost or 127.0.0.1.', status: 403 };
    }
    const path = pathSegments(url);
    if (path === null) return { error: 'This is no address of a page.', status: 400 };
    if (token !== null) {
      if (!isSame(path.shift()!, token)) return notFound;
      if (path.length === 0) return { redirect: `${site.base}/` };
    }
    if (method !== 'GET' && method !== 'HEAD')
      return { error: 'Only GET and HEAD are answered.', status: 405 };
    return route(path, new URLSearchParams(url.split('?')[1]), site);
  }

  const server = createHttpServer(async (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    try {
      const answer = await answerTo(request).catch((error: Error) => ({
        error: withoutFunctionName(error.message),
        status: 500,
      }));
      await sendAnswer(request, response, answer, { pollMs });
    } catch {
      // The browser has gone, or the file was deleted while it was sent.
      response.destroy();
    }
  });
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => Buffer.from(text));
  return one.length === other.length && timingSafeEqual(one, other);
}
