import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyAudit } from './tinyAudit.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-readers-'));
const usual = '--network six-conv --limit 4 --batch-size 2 --radius 2 --threads 1';
const training = `train --dataset data.npz --epochs 1 ${usual}`;

interface Stdio {
  readonly stdout?: number | 'gone';
  readonly stderr?: number | 'gone';
}

/** Runs a command whose streams go to an open file, or to a reader that is gone before anything is written. */
async function passband(command: string, { stdout, stderr }: Stdio) {
  const place = (stream: number | 'gone' | undefined) => (typeof stream === 'number' ? stream : 'pipe');
  const child: ChildProcess = spawn(process.execPath, [main, ...command.split(' ')], {
    cwd: folder,
    stdio: ['ignore', place(stdout), place(stderr)],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => (said.stdout += text));
  child.stderr?.on('data', (text) => (said.stderr += text));
  if (stdout === 'gone') child.stdout!.destroy();
  if (stderr === 'gone') child.stderr!.destroy();
  const [code, signal] = await once(child, 'close');
  return { code, signal, ...said };
}

const statusOf = (run: string) => JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8')).status;

async function onFull<T>(use: (file: number) => Promise<T>): Promise<T> {
  const file = openSync('/dev/full', 'w');
  try {
    return await use(file);
  } finally {
    closeSync(file);
  }
}

describe('a command whose reader', () => {
  beforeAll(() => writeTinyAudit(folder, { count: 8, size: 8 }));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('of results is gone ends quietly', async () => {
    expect(await passband('inspect tiny.onnx', { stdout: 'gone' })).toMatchObject({ code: 0, stderr: '' });
  });

  it('of progress is gone goes on to its end', async () => {
    const { code, signal, stdout } = await passband(`${training} --out gone`, { stderr: 'gone' });
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(stdout).toContain('Result page: gone/report.html');
    expect(statusOf('gone')).toBe('finished');
  });

  it('of progress does not read goes on to its end', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const full = openSync(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
    expect(() => {
      for (;;) writeSync(full, Buffer.alloc(4096));
    }).toThrow('EAGAIN');
    const stderr = openSync(join(folder, 'pipe'), 'w');
    const child = spawn(process.execPath, [main, ...`${training} --out stalled`.split(' ')], {
      ...{ cwd: folder, stdio: ['ignore', 'ignore', stderr] },
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(statusOf('stalled')).toBe('finished');
    for (const file of [full, stderr]) closeSync(file);
  });

  it('of errors is gone ends with its exit code', async () => {
    expect(await passband('inspect none.onnx', { stderr: 'gone' })).toMatchObject({ code: 2, signal: null });
  });

  describe.skipIf(!existsSync('/dev/full'))('is a full disk', () => {
    it('says so in one line and ends with exit code 2', async () => {
      const ended = await onFull((stdout) => passband('inspect tiny.onnx', { stdout }));
      expect(ended).toMatchObject({
        code: 2,
        stderr: 'passband: stdout: no space is left on the disk (ENOSPC); free some\n',
      });
    });

    it('goes on where only the progress is lost', async () => {
      const { code, signal } = await onFull((stderr) => passband(`${training} --out full`, { stderr }));
      expect({ code, signal }).toEqual({ code: 0, signal: null });
      expect(statusOf('full')).toBe('finished');
    });
  });
});
