import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { filesOf, type Job, makeJobs } from './support/jobs.ts';
import { done, ownFolder, startCommand } from './support/processes.ts';
import { tally } from './support/tally.ts';

const ROUNDS = 10;
const names = ['train', 'audit', 'attack', 'smooth', 'split'];
let jobs: readonly Job[];
let folder: string;
let disk: string;

const mount = (...words: string[]) => execFileSync('mount', words, { stdio: 'pipe' });
const unmount = () => execFileSync('umount', [disk], { stdio: 'pipe' });

function mayMount(): boolean {
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
    unmount();
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  folder = ownFolder();
  jobs = await makeJobs(ownFolder());
  disk = join(folder, 'disk');
  mkdirSync(disk);
});
afterAll(() => {
  try {
    unmount();
  } catch {
    // It is not mounted any more.
  }
});

/** One line, which says what is wrong with the disk and names a file on it; of a folder of images one for each, and how many. */
function expectOneLine(name: string, stderr: string, what: RegExp): void {
  const lines = stderr
    .split('\n')
    .filter((line) => line.startsWith('passband: ') && !line.includes('warning'));
  const errors = name === 'split' ? lines.slice(0, -1) : lines;
  if (name === 'split') expect(lines.at(-1)).toMatch(/\d of 6 images could not be split/);
  else expect(errors, stderr).toHaveLength(1);
  for (const line of errors) {
    expect(line).toMatch(what);
    expect(line).toContain(disk);
  }
  expect(stderr).not.toMatch(/^ {4}at /m);
}

describe('a disk', () => {
  it.each(names)('that is full while %s writes loses nothing', async (name) => {
    if (!mayMount()) throw new Error('this needs the right to mount a disk in memory');
    const job = jobs.find((one) => one.name === name)!;
    const random = seededRandom(`disk of ${name}`);
    const whole = join(folder, `${name}-whole`);
    await done(startCommand(job.words(whole)));
    const bytes = Object.values(filesOf(whole)).reduce((sum, { length }) => sum + length, 0);
    let full = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const size = Math.max(8, Math.ceil((bytes * random.uniform()) / 1024));
      mount('-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs', disk);
      const out = join(disk, 'out');
      const { code, stderr } = await startCommand(job.words(out)).ended;
      if (code !== 0) {
        full++;
        expect(code, stderr).toBe(2);
        expectOneLine(name, stderr, /no space|full|ENOSPC/i);
      }
      mount('-o', `remount,size=${2 * Math.ceil(bytes / 1024) + 2048}k`, disk);
      if (code !== 0) await done(startCommand(job.words(out)));
      // Each has its own folder in what it left.
      const [found, expected] = [await job.result(out), await job.result(whole)];
      expect(found).toEqual(expected);
      unmount();
    }
    expect(full).toBeGreaterThan(ROUNDS / 2);
    tally(`full disks of ${name}`, { full, rounds: ROUNDS, lost: 0 });
  });

  it.each(['train', 'attack'])('that can only be read for a while costs %s nothing', async (name) => {
    const job = jobs.find((one) => one.name === name)!;
    const whole = join(folder, `${name}-timed`);
    const random = seededRandom(`read-only ${name}`);
    const since = performance.now();
    await done(startCommand(job.words(whole)));
    const wholeMs = performance.now() - since;
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk);
      const out = join(disk, 'out');
      const { ended } = startCommand(job.words(out));
      await pause(wholeMs * random.uniform());
      try {
        mount('-o', 'remount,ro', disk);
      } catch {
        // A file is open for writing at this moment; the next round has another.
      }
      const { code, stderr } = await ended;
      if (code !== 0) {
        refused++;
        expect(code, stderr).toBe(2);
        expectOneLine(name, stderr, /read-only|only be read|EROFS/i);
      }
      mount('-o', 'remount,rw', disk);
      const last = await startCommand(job.words(out)).ended;
      expect(last.code, last.stderr).toBe(0);
      expect(await job.result(out)).toEqual(await job.result(whole));
      unmount();
    }
    tally(`read-only disks of ${name}`, { refused, rounds: ROUNDS, lost: 0 });
  });
});
