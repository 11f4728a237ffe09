import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { documentOf } from '../../server/startServer.ts';
import { passbandIn } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-serve-'));
const empty = join(folder, 'empty');
mkdirSync(empty);

function start(...words: string[]) {
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += text));
  child.stderr.on('data', (text) => (said.stderr += text));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, said };
}

/** Starts a server and waits until it says where it is. */
async function serve(...words: string[]) {
  const started = start('serve', '--json', ...words);
  while (!started.said.stdout.includes('\n')) {
    await Promise.race([once(started.child.stdout, 'data'), once(started.child, 'close')]);
    if (started.child.exitCode !== null) throw new Error(started.said.stderr);
  }
  const { url } = JSON.parse(started.said.stdout) as { url: string };
  return { ...started, url };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}

describe('passband serve', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('follows a training that begins later to its end', async () => {
    writeTinyFile(join(folder, 'planted.npz'), { count: 200, testCount: 40 });
    const { url } = await serve(empty, '--port', '0');
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const events = await fetch(`${url}events`, { signal: stop.signal });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    const settings = ['--dataset', 'planted.npz', '--network', 'six-conv', '--epochs', '3', '--radius', '8'];
    const { child, said } = start('train', ...settings, '--threads', '1', '--out', join(empty, 'tiny'));
    const seen = new Set<string>();
    while (!seen.has('finished')) {
      const { value } = await reader.read();
      if (!value?.includes('data:')) continue;
      const response = await fetch(`${url}runs/tiny/`);
      if (response.status === 404) continue;
      const page = await documentOf(response);
      const [, epochs, status] = page.match(/(\d) of 3 epochs \((\w+)\)/) ?? [];
      seen.add(epochs).add(status);
      // It ends with the report in the folder, which has sample images.
      if (status === 'finished' && page.includes('data:image/png')) break;
    }
    expect(await exitCodeOf(child), said.stderr).toBe(0);
    expect([...seen]).toEqual(expect.arrayContaining(['running', '3', 'finished']));
    // A busy machine may miss one of the epochs before the last.
    expect(['0', '1', '2'].filter((epoch) => seen.has(epoch)).length).toBeGreaterThanOrEqual(1);
    await expect.poll(async () => (await fetch(url)).text()).toContain('3 of 3 epochs');
  });

  it('takes the next port where one is in use, and says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { url, said } = await serve(empty, '--port', String(port));
    const taken = Number(new URL(url).port);
    expect(taken).toBeGreaterThan(port);
    expect(said.stderr).toBe(`Port ${port} is in use, so this is port ${taken}.\n`);
    expect((await fetch(url)).status).toBe(200);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends at %s, with event streams open and more pipes in its folder than it reads at once',
    async (signal) => {
      const piped = mkdtempSync(join(folder, 'piped-'));
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
        mkdirSync(join(piped, name));
        writeFileSync(join(piped, name, 'smooth.json'), '{}');
        if (process.platform !== 'win32') execFileSync('mkfifo', [join(piped, name, 'smooth.html')]);
      }
      const { url, child, said } = await serve(piped, '--port', '0');
      const events = await fetch(`${url}events`);
      await events.body!.getReader().read();
      for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await fetch(`${url}runs/${name}/smooth.html?save`);
      child.kill(signal);
      expect(await exitCodeOf(child)).toBe(130);
      expect(said.stderr).toBe('');
    },
  );

  it('beyond this machine has nothing for who lacks the token', async () => {
    const { url } = await serve(empty, '--port', '0', '--host', '0.0.0.0');
    const { port, pathname } = new URL(url);
    expect(pathname).toMatch(/^\/[0-9a-f]{32}\/$/);
    const here = `http://127.0.0.1:${port}`;
    for (const path of ['/', '/lens/', '/runs/', '/events', '/live.js']) {
      expect((await fetch(here + path)).status).toBe(404);
    }
    expect((await fetch(here + pathname)).status).toBe(200);
    const [one, other] = [url, (await serve(empty, '--port', '0', '--host', '0.0.0.0')).url];
    expect(new URL(one).pathname).not.toBe(new URL(other).pathname);
  });

  it('says where it is and how to end it, with --quiet nothing', async () => {
    const { child, said } = start('serve', empty, '--port', '0');
    await once(child.stdout, 'data');
    expect(said.stdout).toMatch(/^What is in .*: http:\/\/127\.0\.0\.1:\d+\/\nCtrl-C ends it\.\n$/);
    const port = await freePort();
    const quiet = start('serve', empty, '--port', String(port), '--quiet');
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      );
    while (!(await isUp())) expect(quiet.child.exitCode, quiet.said.stderr).toBe(null);
    quiet.child.kill('SIGINT');
    expect(await exitCodeOf(quiet.child)).toBe(130);
    expect(quiet.said).toEqual({ stdout: '', stderr: '' });
  });

  it('serves the page alone where there is no folder ./runs', async () => {
    const { url } = await serve('--port', '0');
    const response = await fetch(url);
    expect([response.status, response.url]).toEqual([200, `${url}lens/`]);
  });

  it.each([
    [['nowhere'], "RUNS must be a folder of runs and audits, and there is no folder 'nowhere'"],
    [['--port', 'x'], '--port must be a whole number from 0 to 65535, got x'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, got 65536'],
    [['--host', '192.0.2.1'], '--host 192.0.2.1, --port 4816: this machine has no such address'],
  ])('%j is one line on stderr and exit code 2', async (words, message) => {
    const said = await passbandIn(folder)('serve', ...words);
    expect(said).toEqual({ status: 2, stdout: '', stderr: `passband: ${message}\n` });
  });
});
