import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { writeTinyAudit } from './tinyAudit.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const forever = pathToFileURL(join(import.meta.dirname, 'loadingForever.mjs')).href;
const folder = mkdtempSync(join(tmpdir(), 'passband-loading-'));
const calls = join(folder, 'calls.txt');
afterAll(() => rmSync(folder, { recursive: true }));

it('one SIGTERM ends a command of which a thread is loading a model, however long that takes', async () => {
  await writeTinyAudit(folder, { count: 20, size: 8 });
  const words = 'inspect tiny.onnx --dataset data.npz --threads 1 --quiet'.split(' ');
  const child = spawn(process.execPath, ['--import', forever, main, ...words], {
    cwd: folder,
    env: { ...process.env, CALLS: calls },
  });
  const ended = once(child, 'close');
  try {
    while (child.exitCode === null && !existsSync(calls)) await wait(5);
    child.kill('SIGTERM');
    // By SIGINT, for which a shell shows 130.
    expect(await ended).toEqual([null, 'SIGINT']);
  } finally {
    child.kill('SIGKILL');
  }
});
