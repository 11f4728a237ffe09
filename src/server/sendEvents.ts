import type { IncomingMessage, ServerResponse } from 'node:http';

/** Without a word for this long, something between server and browser might close the stream. */
const QUIET_MS = 15_000;

/**
 * Server-sent events: one each time that the fingerprint changes, whose id is the new fingerprint. What the browser has
 * seen is the id of its last event, or `?seen=` of the address when it has had none.
 *
 * The fingerprint is looked at again and again: a watch of the file system misses folders that are replaced, and on
 * network drives everything.
 */
export async function sendEvents(
  request: IncomingMessage,
  response: ServerResponse,
  { fingerprint, pollMs }: { readonly fingerprint: () => Promise<string>; readonly pollMs: number },
): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  let seen = request.headers['last-event-id'] ?? new URLSearchParams(request.url?.split('?')[1]).get('seen');
  response.write('retry: 1000\n\n');
  for (let quietMs = 0; !closed.signal.aborted; quietMs += pollMs) {
    const now = await fingerprint();
    if (now !== seen) response.write(`id: ${now}\ndata: changed\n\n`);
    else if (quietMs >= QUIET_MS) response.write(':\n\n');
    if (now !== seen || quietMs >= QUIET_MS) quietMs = 0;
    seen = now;
    await pause(pollMs, closed.signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
