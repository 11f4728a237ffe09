import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendHistory, writeHistory } from '#passband/training/run/history.ts';
import { setRunStatus } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { follow, silence } from './follow.ts';
import { rowsOf, startServer, temporaryFolder, writeRun } from './startServer.ts';

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

describe('the events of a folder deeper than the list goes', () => {
  it('tell when a result appears in it', async () => {
    const runs = temporaryFolder();
    const deep = join(runs, 'a', 'b', 'c', 'd', 'e');
    await writeRun(join(deep, 'f'), { epochs: 1, status: 'running' });
    const { url } = await startServer({ runs });
    const [list, own] = [await follow(`${url}/events`), await follow(`${url}/runs/a/b/c/d/e/events`)];
    const [empty, first] = [await list.next(), await own.next()];
    await writeRun(join(deep, 'g', 'h', 'i'));
    expect(await own.next()).not.toBe(first);
    expect(await (await fetch(`${url}/runs/a/b/c/d/e/`)).text()).toContain('href="g/h/i/"');
    // The list has nothing of them, whoever follows them.
    expect(await silence(list.next())).toBe('silence');
    expect(await (await follow(`${url}/events`)).next()).toBe(empty);
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
