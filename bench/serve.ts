import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runReport } from '#passband/report/run/runReport.ts';
import { appendHistory, writeHistory } from '#passband/training/run/history.ts';
import { createRun, openRun, setRunStatus } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { exampleRun } from '../tests/report/run/exampleRun.ts';
import { median, milliseconds } from './timing.ts';

/**
 * How long `passband serve` takes to answer with many results and pages open: half of them follow the list and half a run each,
 * and fetch their page again at each event, as browsers do. First nothing changes, then a run gets an epoch every second.
 * `--results 2000`, `--pages 50`, `--rounds 40`, `--main` another build's `cli/main.js`. Exit code 1 where a median is over 100 ms.
 */
const { values } = parseArgs({
  options: {
    results: { type: 'string', default: '2000' },
    pages: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '40' },
    main: { type: 'string', default: fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url)) },
  },
});
const [results, pages, rounds] = [values.results, values.pages, values.rounds].map(Number);
const limitMs = 100;

const folder = mkdtempSync(join(tmpdir(), 'passband-bench-serve-'));
const nameOf = (at: number) => `run-${at}`;
const { schema: _, version: __, status: ___, ...content } = exampleRun().run;
const { rows } = exampleRun();
const run = await createRun(
  { ...content, config: { ...content.config, out: join(folder, nameOf(0)) } },
  classification,
);
await writeHistory(join(folder, nameOf(0)), [], classification.columns);
await appendHistory(join(folder, nameOf(0)), rows, classification.columns);
await setRunStatus(run, 'finished');
writeFileSync(join(folder, nameOf(0), 'report.html'), await runReport(exampleRun()));
for (let at = 1; at < results; at++)
  cpSync(join(folder, nameOf(0)), join(folder, nameOf(at)), { recursive: true });

const words = [values.main, 'serve', folder, '--port', '0', '--json'];
const server = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
const [line] = (await once(server.stdout, 'data')) as [Buffer];
const { url } = JSON.parse(line.toString()) as { url: string };

async function timed(path: string): Promise<number> {
  const start = performance.now();
  // A connection that was kept open may end just when it is used again.
  const response = await fetch(url + path).catch(() => fetch(url + path));
  await response.arrayBuffer();
  return performance.now() - start;
}

const stop = new AbortController();
/** How often a page that is open was fetched again. */
let fetched = 0;

/** Follows a page as a browser does, until the end. */
async function openPage(path: string): Promise<void> {
  await timed(path);
  const { body } = await fetch(`${url}${path}events`, { signal: stop.signal });
  for await (const text of body!.pipeThrough(new TextDecoderStream())) {
    if (!text.includes('data:')) continue;
    await timed(path);
    fetched++;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let isMet = true;

async function measure(what: string): Promise<void> {
  for (const path of ['', `runs/${nameOf(1)}/`, `runs/${nameOf(1)}/run.json`]) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      times.push(await timed(path));
      await pause(50);
    }
    isMet &&= median(times) <= limitMs;
    process.stdout.write(
      `${what}: /${path}: median ${milliseconds(median(times))}, slowest ${milliseconds(Math.max(...times))}\n`,
    );
  }
}

try {
  process.stdout.write(`${results} results: the list for the first time: ${milliseconds(await timed(''))}\n`);
  await measure('no page open');
  for (let at = 0; at < pages; at++) openPage(at % 2 ? `runs/${nameOf(at)}/` : '').catch(() => {});
  await pause(5000);
  await measure(`${pages} pages`);
  await setRunStatus(await openRun(join(folder, nameOf(1))), 'running');
  let epoch = 100;
  const training = setInterval(() => {
    const next = rows.slice(-9).map((row) => ({ ...row, epoch: epoch }));
    epoch++;
    appendHistory(join(folder, nameOf(1)), next, classification.columns);
  }, 1000);
  const before = fetched;
  await measure(`${pages} pages and a training`);
  clearInterval(training);
  process.stdout.write(`pages fetched again meanwhile: ${fetched - before}\n`);
} finally {
  stop.abort();
  server.kill();
  rmSync(folder, { recursive: true });
}
process.exitCode = isMet ? 0 : 1;
