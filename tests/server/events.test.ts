import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appendHistory, writeHistory } from '#passband/training/run/history.ts';
import { setRunStatus } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { rowsOf, startServer, temporaryFolder, writeRun } from './startServer.ts';

/** Follows a stream of events; `next` waits for one more and gives its id. */
async function follow(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(url, { headers, signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<string | null> {
    for (;;) {
      const event = /id: (\S+)\ndata: .*\n\n/.exec(text);
      if (event) {
        text = text.slice(event.index + event[0].length);
        return event[1];
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  }
  return { next, stop: () => stop.abort() };
}

const silence = (next: Promise<unknown>) =>
  Promise.race([next, new Promise((resolve) => setTimeout(resolve, 200, 'silence'))]);

describe('the events of a run', () => {
  it('tell when its history grows, when it ends, and when it goes on', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    const run = await writeRun(folder, { epochs: 1, status: 'running' });
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/runs/a/events`);
    const first = await next();
    await appendHistory(folder, rowsOf(2), classification.columns);
    const second = await next();
    await setRunStatus(run, 'stopped');
    const third = await next();
    await setRunStatus(run, 'running');
    const fourth = await next();
    // A resumed run cuts what was written after its checkpoint.
    await writeHistory(folder, rowsOf(1), classification.columns);
    expect(new Set([first, second, third, fourth, await next()]).size).toBe(5);
    const silent = next();
    expect(await silence(silent)).toBe('silence');
  });

  it('begin where the browser left off', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'), { status: 'running' });
    const { url } = await startServer({ runs });
    const [, seen] = (await (await fetch(`${url}/runs/a/`)).text()).match(/live\.js\?seen=([^"]+)"/)!;
    const known = [
      await follow(`${url}/runs/a/events?seen=${seen}`),
      await follow(`${url}/runs/a/events?seen=older`, { 'Last-Event-ID': seen }),
    ];
    for (const { next } of known) expect(await silence(next())).toBe('silence');
    expect(await (await follow(`${url}/runs/a/events?seen=older`)).next()).toBe(seen);
  });

  it('go on when its folder is deleted and made anew', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    await writeRun(folder, { epochs: 2, status: 'running' });
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/runs/a/events`);
    const first = await next();
    rmSync(folder, { recursive: true });
    expect(await next()).not.toBe(first);
    await writeRun(folder, { epochs: 1, status: 'running' });
    expect(await next()).not.toBe(first);
  });
});

describe('the events of the list', () => {
  it('tell when a run appears and when one is gone', async () => {
    const runs = temporaryFolder();
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/events`);
    const empty = await next();
    await writeRun(join(runs, 'later'), { epochs: 1, status: 'running' });
    expect(await next()).not.toBe(empty);
    rmSync(join(runs, 'later'), { recursive: true });
    let last = await next();
    while (last !== empty) last = await next();
    expect(last).toBe(empty);
  });

  it('end with the server', async () => {
    const { url, server } = await startServer({ runs: temporaryFolder() });
    const { next } = await follow(`${url}/events`);
    await next();
    const ended = next().catch(() => null);
    server.close();
    server.closeAllConnections();
    expect(await ended).toBe(null);
    if (server.listening) await once(server, 'close');
  });
});
