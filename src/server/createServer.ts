import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { refusalPage } from '../report/list/refusalPage.ts';
import type { PageLink } from '../report/page/servedBar.ts';
import { FRAMED, framedAnswer } from './framed.ts';
import type { Answer, Refusal } from './http/answer.ts';
import { commonHeaders } from './http/headers.ts';
import { namesLoopback } from './http/isLoopback.ts';
import { isSame } from './http/isSame.ts';
import { pathSegments } from './http/pathSegments.ts';
import { sendAnswer } from './http/sendAnswer.ts';
import { homeLink } from './linksOf.ts';
import { keepOf, type Site } from './place.ts';
import { rootOf } from './rootOf.ts';
import { route } from './route.ts';

export interface ServerOptions extends Site {
  /** How often the results are looked at while somebody follows them. */
  readonly pollMs?: number;
}

/**
 * A server of the page and of a folder of results (see `route`) for one person's browser. It reads and never writes.
 * Without a token it answers only who asks for a name of this machine; with one, only who knows it.
 *
 * @returns a server that does not listen yet; `closeAllConnections` ends its event streams too
 */
export function createServer({ web, runs, token, pollMs = 500 }: ServerOptions): Server {
  const kept = runs === null ? null : keepOf(runs, pollMs);

  /** A report in a frame of ours, for which the token is not asked. Opened by itself it could lead the browser elsewhere. */
  async function inFrame([first, ...rest]: readonly string[], headers: IncomingHttpHeaders) {
    if (first !== FRAMED || runs === null || headers['sec-fetch-dest'] === 'document') return null;
    return framedAnswer(rest, runs, token);
  }

  async function answerTo({ method, headers, url = '' }: IncomingMessage): Promise<Answer> {
    if (token === null && !namesLoopback(headers.host)) return refused(otherName);
    const path = pathSegments(url);
    if (path === null) return refused(noAddress, token === null ? homeLink('/', runs !== null) : undefined);
    const isRead = method === 'GET' || method === 'HEAD';
    const framed = isRead && (await inFrame(path, headers));
    if (framed) return framed;
    if (token !== null) {
      // Nothing here may say that there is more than this.
      if (!isSame(path.shift()!, token)) return refused(nothing);
      if (path.length === 0) return { redirect: `./${token}/` };
    }
    const home = homeLink(rootOf(path), runs !== null);
    if (!isRead) return refused(otherMethod, home);
    const query = new URLSearchParams(url.split('?')[1]);
    const answer = await route(path, query, { web, runs, token }, kept).catch(failure);
    return 'error' in answer ? refused(answer, home) : answer;
  }

  const server = createHttpServer(async (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    try {
      const answer = await answerTo(request);
      await sendAnswer(request, response, answer);
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

/** @param home the way to the server's first page; undefined where it is not told */
function refused(refusal: Refusal, home?: PageLink): Answer {
  const { status } = refusal;
  return { html: refusalPage({ ...refusal, links: home ? [home] : [] }), status };
}

const otherName: Refusal = {
  status: 403,
  error: 'This server answers only under the names of this machine.',
  advice: 'Ask for it as localhost or 127.0.0.1, with the same port.',
};

const noAddress: Refusal = {
  status: 400,
  error: 'This is no address of a page.',
  advice: 'Begin at the address that passband serve printed.',
};

const nothing: Refusal = { ...noAddress, status: 404, error: 'There is nothing here.' };

const otherMethod: Refusal = {
  status: 405,
  error: 'Only GET and HEAD are answered.',
  advice: 'This server reads and never writes.',
};

/** What should not happen; its message may say where things are on this machine. */
const failure = ({ code }: NodeJS.ErrnoException): Refusal => ({
  status: 500,
  error: `This page could not be made${code === undefined ? '' : ` (${code})`}.`,
  advice: 'Load it again in a moment; a result may have changed while it was read.',
});
