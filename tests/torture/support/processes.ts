import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command in a process of its own. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function startCommand(words: readonly string[], cwd?: string): Started {
  const child = spawn(process.execPath, [main, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout!.setEncoding('utf8').on('data', (text) => (said.stdout += text));
  child.stderr!.setEncoding('utf8').on('data', (text) => (said.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  return { child, ended };
}

/** Waits for a command that must succeed; what it said says why where it does not. */
export async function done({ ended }: Started): Promise<void> {
  const { code, signal, stderr } = await ended;
  if (code !== 0) throw new Error(`${signal ?? `exit code ${code}`}: ${stderr.slice(-1000)}`);
}

/** A folder for all tests of a file, which goes when the process ends. */
export function ownFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'passband-torture-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
