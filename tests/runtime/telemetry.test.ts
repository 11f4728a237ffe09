import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeTinyAudit } from '../cli/tinyAudit.ts';
import { temporaryFolder, writeFiles } from '../support/dataFiles.ts';
import { tinyModel } from '../support/models/tinyModels.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const passband = join(root, 'dist/cli/main.js');
const library = pathToFileURL(join(root, 'dist/index.js')).href;
const onnxruntime = pathToFileURL(join(root, 'node_modules/onnxruntime-node/dist/index.js')).href;

// With seccomp-bpf only the calls that are asked for stop the process.
const strace = ['-f', '--seccomp-bpf', '-e', 'trace=network,openat', '-s', '300'];
const canTrace = spawnSync('strace', [...strace, '-o', '/dev/null', 'true']).status === 0;
if (!canTrace) console.warn('skipped: no strace that may trace (Debian: apt-get install strace)');

// ONNX Runtime is imported first on purpose: whoever uses the library may do so too.
const makeSession = `
  import { readFileSync } from 'node:fs';
  import * as onnxruntime from '${onnxruntime}';
  import { createSession, float32 } from '${library}';
  const session = await createSession(onnxruntime, readFileSync('tiny.onnx'));
  const { y } = await session.run({ pixels: float32([1, 3, 8, 8]) });
  await session.release();
  console.log('classes:', y.shape[1]);
`;
const files = {
  'tiny.onnx': tinyModel({ size: 8 }),
  'session.mjs': makeSession,
  'worker.mjs': `
    import { Worker } from 'node:worker_threads';
    import '${library}';
    new Worker(new URL('session.mjs', import.meta.url));
  `,
  'ownEnvironment.mjs': `
    import { Worker } from 'node:worker_threads';
    import '${library}';
    new Worker(new URL('session.mjs', import.meta.url), { env: {} });
  `,
  'workerAlone.mjs': `
    import { Worker } from 'node:worker_threads';
    new Worker(new URL('session.mjs', import.meta.url)).on('error', ({ message }) => console.log(message));
  `,
};

/** Runs a script with an empty home and cache, and an environment that says nothing of telemetry or of a test. */
function run(folder: string, words: readonly string[], { trace }: { readonly trace: boolean }) {
  mkdirSync(join(folder, 'home'), { recursive: true });
  const log = join(folder, 'trace.txt');
  const tracer = ['strace', ...strace, '-o', log];
  const [command, ...rest] = [...(trace ? tracer : []), process.execPath, ...words];
  const home = join(folder, 'home');
  const { status, stdout, stderr } = spawnSync(command, rest, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: join(home, 'cache') },
    encoding: 'utf8',
  });
  return { status, stdout, stderr, calls: trace ? readFileSync(log, 'utf8').split('\n') : [] };
}

const commands: Record<string, readonly string[]> = {
  'a command': [
    passband,
    'attack',
    'tiny.onnx',
    '--dataset',
    'data.npz',
    '--mean',
    '0',
    '--limit',
    '8',
  ].concat('--out', 'attacked'),
  'a script': ['session.mjs'],
  'a worker of a script': ['worker.mjs'],
  'a worker with an environment of its own': ['ownEnvironment.mjs'],
};

describe('telemetry of ONNX Runtime', () => {
  it.skipIf(!canTrace).each(Object.entries(commands))('is off in %s', async (_, words) => {
    const folder = temporaryFolder();
    await writeTinyAudit(folder);
    writeFiles(folder, files);
    const { status, stderr, calls } = run(folder, words, { trace: true });
    expect(status, stderr).toBe(0);
    // It did load the library, and the trace shows it.
    expect(calls.some((call) => call.includes('libonnxruntime.so'))).toBe(true);

    const opened = calls.flatMap((call) => {
      const [, path, flags] = call.match(/openat\([^,]+, "([^"]*)", ([A-Z_|]+)/) ?? [];
      return path && !/ = -1 /.test(call) ? [{ path, flags }] : [];
    });
    const written = opened
      .filter(({ flags }) => /O_WRONLY|O_RDWR|O_CREAT/.test(flags))
      .map(({ path }) => path);
    const outside = (path: string) =>
      path.startsWith('/') && !path.startsWith(folder) && !path.startsWith('/dev/');
    expect(written.filter(outside)).toEqual([]);
    expect(readdirSync(join(folder, 'home'))).toEqual([]);

    const lookUps = opened
      .map(({ path }) => path)
      .filter((path) => /^\/etc\/(resolv\.conf|hosts|ssl\/certs)/.test(path));
    expect(lookUps).toEqual([]);
    expect(calls.filter((call) => /AF_INET|AF_NETLINK|\bconnect\(/.test(call))).toEqual([]);
  });

  it('is not begun in a worker whose main thread has not turned it off', () => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const { stdout } = run(folder, ['workerAlone.mjs'], { trace: false });
    expect(stdout).toMatch(
      /^createSession: a worker thread cannot turn off the telemetry of ONNX Runtime; import/,
    );
    expect(stdout).not.toContain('classes');
    expect(readdirSync(join(folder, 'home'))).toEqual([]);
  });

  it('is not in what the browser gets', () => {
    const assets = join(root, 'dist/web/assets');
    const runtimes = readdirSync(assets).filter((name) => name.endsWith('.wasm'));
    expect(runtimes.length).toBeGreaterThan(0);
    for (const name of runtimes) {
      const bytes = readFileSync(join(assets, name));
      expect(bytes.includes('events.data.microsoft.com'), name).toBe(false);
    }
  });
});
