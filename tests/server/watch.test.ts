import { execFileSync } from 'node:child_process';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appendHistory } from '#passband/training/run/history.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { follow, silence } from './follow.ts';
import { rowsOf, startServer, temporaryFolder, writeRun } from './startServer.ts';

/** Counts what is asked of the file system until the test ends. */
function countCalls(root: string) {
  const { readdir, lstat, open } = files;
  const counted = {
    calls: 0,
    /** Files that were opened. */
    opened: 0,
    /** How many calls there had been at the begin of each look. */
    looks: [] as number[],
    underWay: 0,
    mostAtOnce: 0,
  };
  const replace = (functions: object) => {
    Object.assign(files, functions);
    syncBuiltinESMExports();
  };
  replace({
    lstat(...given: Parameters<typeof lstat>) {
      counted.calls++;
      return lstat(...given);
    },
    open(...given: Parameters<typeof open>) {
      counted.opened++;
      return open(...given);
    },
    async readdir(...given: Parameters<typeof readdir>) {
      counted.calls++;
      if (given[0] !== root) return readdir(...given);
      counted.looks.push(counted.calls);
      counted.mostAtOnce = Math.max(counted.mostAtOnce, ++counted.underWay);
      // As on a slow drive.
      await new Promise((resolve) => setTimeout(resolve, 10));
      return readdir(...given).finally(() => counted.underWay--);
    },
  });
  onTestFinished(() => replace({ readdir, lstat, open }));
  return counted;
}

async function manyRuns(count: number): Promise<string> {
  const runs = temporaryFolder();
  for (let at = 0; at < count; at++) {
    await writeRun(join(runs, at % 2 ? 'deep' : '', `run ${at}`), { epochs: 1, status: 'running' });
  }
  return runs;
}

const pipe = (...path: string[]) => execFileSync('mkfifo', [join(...path)]);

describe('the look at the results', () => {
  it('costs the same, however many pages follow whatever folders', async () => {
    const runs = await manyRuns(8);
    const { url } = await startServer({ runs });
    const counted = countCalls(runs);
    const perLook = async () => {
      const first = counted.looks.length + 1;
      await expect.poll(() => counted.looks.length).toBeGreaterThan(first + 3);
      return [0, 1, 2].map((at) => counted.looks[first + at + 1] - counted.looks[first + at]);
    };
    await (await follow(`${url}/events`)).next();
    const one = await perLook();
    const paths = ['', 'runs/deep/', ...[0, 2, 4, 6].map((at) => `runs/run%20${at}/`), 'runs/deep/run%201/'];
    for (const path of [...paths, ...paths]) await (await follow(`${url}/${path}events`)).next();
    expect(await perLook()).toEqual(one);
    expect(new Set(one).size).toBe(1);
  });

  it('is never taken twice at once, by streams and pages', async () => {
    const runs = await manyRuns(4);
    const { url } = await startServer({ runs });
    const counted = countCalls(runs);
    await Promise.all([
      ...Array.from({ length: 5 }, async () => (await follow(`${url}/events`)).next()),
      ...Array.from({ length: 5 }, async () => (await fetch(url)).text()),
      ...Array.from({ length: 5 }, async () => (await fetch(`${url}/runs/run%200/`)).text()),
    ]);
    await expect.poll(() => counted.looks.length).toBeGreaterThan(4);
    expect(counted.mostAtOnce).toBe(1);
  });

  it('is not taken while nobody follows', async () => {
    const runs = await manyRuns(2);
    const { url } = await startServer({ runs });
    const counted = countCalls(runs);
    const { next, stop } = await follow(`${url}/events`);
    await next();
    await expect.poll(() => counted.looks.length).toBeGreaterThan(3);
    stop();
    let last = -1;
    await expect
      .poll(
        async () => {
          const before = last;
          last = counted.looks.length;
          return last - before;
        },
        { interval: 200 },
      )
      .toBe(0);
    await (await follow(`${url}/events`)).next();
    expect(counted.looks.length).toBeGreaterThan(last);
  });

  it('sees nothing of what says that work goes on, nor of files that are being written', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    await writeRun(folder, { epochs: 1, status: 'running' });
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/runs/a/events`);
    await next();
    const later = next();
    writeFiles(folder, {
      'lease.json': '{}',
      'lease.next.json': '{}',
      'run.json.0123456789abcdef.tmp': '{}',
    });
    expect(await silence(later)).toBe('silence');
    for (const name of ['lease.json', 'lease.next.json', 'run.json.0123456789abcdef.tmp']) {
      expect([name, (await fetch(`${url}/runs/a/${name}`)).status]).toEqual([name, 404]);
    }
  });

  it.skipIf(process.platform === 'win32')('takes pipes for nothing, and waits for none', async () => {
    const runs = temporaryFolder();
    // More than Node reads at once.
    for (let at = 0; at < 5; at++) {
      await writeRun(join(runs, `run ${at}`), { epochs: 0 });
      rmSync(join(runs, `run ${at}`, 'history.jsonl'));
      for (const name of ['history.jsonl', 'report.html', 'model.onnx', 'audit.json', 'x.svg']) {
        pipe(runs, `run ${at}`, name);
      }
    }
    writeFiles(runs, { 'piped/history.csv': '' });
    pipe(runs, 'piped', 'run.json');
    const { url } = await startServer({ runs });
    const page = await (await fetch(url)).text();
    expect(page.match(/<a href="runs\/[^"]*"/g)).toHaveLength(5);
    expect(page.match(/history.jsonl: must be a regular file/g)).toHaveLength(5);
    const { next } = await follow(`${url}/events`);
    await next();
    const later = next();
    for (const name of ['history.jsonl', 'report.html']) utimesSync(join(runs, 'run 0', name), 1e9, 1e9);
    expect(await silence(later)).toBe('silence');
    const statusOf = async (path: string) => (await fetch(`${url}/runs/${path}`)).status;
    for (let at = 0; at < 5; at++) expect(await statusOf(`run%20${at}/`)).toBe(500);
    for (const name of ['report.html?save', 'model.onnx', 'audit.json', 'x.svg']) {
      expect([name, await statusOf(`run%200/${name}`)]).toEqual([name, 404]);
    }
    expect([await statusOf('piped/'), await statusOf('run%200/run.json')]).toEqual([404, 200]);
  });
});

describe('the list', () => {
  it('reads again only what has changed', async () => {
    const runs = await manyRuns(6);
    const { url } = await startServer({ runs });
    const counted = countCalls(runs);
    const { next } = await follow(`${url}/events`);
    await next();
    const openedBy = async () => {
      const before = counted.opened;
      const page = await (await fetch(url)).text();
      return { page, opened: counted.opened - before };
    };
    const first = await openedBy();
    expect(first.opened).toBeGreaterThanOrEqual(6);
    expect(await openedBy()).toEqual({ page: first.page, opened: 0 });
    // The page of one run asks for its own files only.
    await appendHistory(join(runs, 'run 0'), rowsOf(2), classification.columns);
    await next();
    const opened = counted.opened;
    const { page } = await openedBy();
    expect(page).toContain('2 of 12 epochs');
    expect(counted.opened - opened).toBe(first.opened / 6);
    writeFileSync(join(runs, 'run 2', 'run.json'), '{');
    await next();
    expect((await openedBy()).page).toContain('run.json: not JSON');
    expect((await openedBy()).opened).toBe(0);
  });
});

describe('the page of a run in progress', () => {
  it('is made once of what there is, for all who ask', async () => {
    const runs = await manyRuns(1);
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/events`);
    await next();
    const counted = countCalls(runs);
    const ask = async () => {
      const before = counted.opened;
      const pages = await Promise.all(
        Array.from({ length: 5 }, async () => (await fetch(`${url}/runs/run%200/`)).text()),
      );
      expect(new Set(pages).size).toBe(1);
      return counted.opened - before;
    };
    // Each looks whether it is finished.
    const [first, second] = [await ask(), await ask()];
    expect(second).toBe(5);
    expect(first).toBeLessThan(5 + 5);
    await appendHistory(join(runs, 'run 0'), rowsOf(2), classification.columns);
    await next();
    expect(await (await fetch(`${url}/runs/run%200/`)).text()).toContain('2 of 12 epochs');
  });
});
