import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream';

/** Without a word for this long, something between server and browser might close the stream. */
const QUIET_MS = 15_000;

/**
 * Server-sent events: one each time that the fingerprint changes, whose id is the new fingerprint. What the browser has
 * seen is the id of its last event, or `?seen=` of the address when it has had none.
 */
export function sendEvents(
  request: IncomingMessage,
  response: ServerResponse,
  follow: (tell: (fingerprint: string) => void) => () => void,
): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  let seen = request.headers['last-event-id'] ?? new URLSearchParams(request.url?.split('?')[1]).get('seen');
  response.write('retry: 1000\n\n');
  const quiet = setInterval(() => response.write(':\n\n'), QUIET_MS);
  const end = follow((now) => {
    if (now === seen) return;
    seen = now;
    response.write(`id: ${now}\ndata: changed\n\n`);
    quiet.refresh();
  });
  // The browser may have gone before.
  finished(response, () => {
    clearInterval(quiet);
    end();
  });
}
