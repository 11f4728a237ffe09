import { execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Whether there are named pipes. */
export const hasPipes = process.platform !== 'win32';

/** Makes a named pipe that is fed: whoever opens it to read, which nobody should, gets a few bytes and is not left waiting. */
export function fedPipe(path: string, text = '{}'): string {
  execFileSync('mkfifo', [path]);
  const feeder = spawn('sh', ['-c', 'while :; do echo "$1" > "$0"; done', path, text], { stdio: 'ignore' });
  onTestFinished(() => void feeder.kill('SIGKILL'));
  return path;
}

/** Makes a named pipe that has a reader: whoever opens it to write, which nobody should, is not left waiting. */
export function readPipe(path: string): string {
  execFileSync('mkfifo', [path]);
  openSync(path, 'r+');
  return path;
}
