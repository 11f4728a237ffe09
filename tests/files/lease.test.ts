import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appendInside, writeInside } from '#passband/files/inside.ts';
import { takeLease } from '#passband/files/lease.ts';
import { LEASE, leaseText, NEXT, parseLease } from '#passband/files/leaseFile.ts';
import { thisProcess } from '#passband/files/processName.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { temporaryFolder } from '../support/dataFiles.ts';

const script = join(import.meta.dirname, 'leaseWriter.mjs');
/** So long that only what is seen at once passes. */
const forever = { patienceMs: 1e9, beatMs: 20 };

interface Writer {
  readonly child: ChildProcess;
  readonly held: Promise<void>;
  readonly ended: Promise<{ code: number | null; stderr: string }>;
}

function writer(folder: string, words: readonly string[]): Writer {
  const child = spawn(process.execPath, [script, folder, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  const held = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => resolve());
    void ended.then(() => reject(new Error(`ended before it held the folder: ${stderr}`)));
  });
  held.catch(() => {});
  return { child, held, ended };
}

/** Every file of a folder with its content. */
function contentOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((path) => [path, readFileSync(path, 'latin1')]),
  );
}

const holderOf = (folder: string) => parseLease(readFileSync(join(folder, LEASE), 'utf8'));

/** A lease that a process on another machine seems to hold. */
const elsewhere = (beat: number) =>
  leaseText({
    ...thisProcess(),
    ...{
      name: '0'.repeat(32),
      host: 'node-7',
      machine: 'another',
      process: 7,
      since: '2026-11-29T04:00:00.000Z',
    },
    beat,
  });

describe('the lease of a folder', () => {
  it('is there while it is held, and a second holder is told whose it is', async () => {
    const folder = temporaryFolder();
    const lease = await takeLease(folder);
    expect(holderOf(folder)).toMatchObject({ process: process.pid, host: hostname(), beat: 0 });
    await expect(takeLease(folder)).rejects.toThrow(
      `${lease.folder} is being written by this process already`,
    );
    await lease.release();
    expect(readdirSync(folder)).toEqual([]);

    const { child, held, ended } = writer(folder, ['1000', '20', 'until-told']);
    await held;
    const since = holderOf(folder)!.since;
    await expect(takeLease(folder, forever)).rejects.toThrow(
      `${lease.folder} is being written by process ${child.pid} on ${hostname()} since ${since}; wait until it ends, or stop it`,
    );
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, stderr: '' });
    await (await takeLease(folder, forever)).release();
  });

  it('is taken over at once from a process of this machine that was killed', async () => {
    const folder = temporaryFolder();
    const { child, held, ended } = writer(folder, ['1000', '20', 'until-told']);
    await held;
    child.kill('SIGKILL');
    await ended;
    expect(holderOf(folder)?.process).toBe(child.pid);
    const lease = await takeLease(folder, forever);
    expect(holderOf(folder)?.process).toBe(process.pid);
    await lease.release();
  });

  it('lets a writer that was stopped, taken over and continued change no byte', async () => {
    const random = seededRandom('moments');
    for (let round = 0; round < 6; round++) {
      const folder = temporaryFolder();
      const { child, held, ended } = writer(folder, ['1000', '20', 'until-told']);
      await held;
      await pause(40 * random.uniform());
      child.kill('SIGSTOP');
      const waited: string[] = [];
      const lease = await takeLease(folder, {
        ...{ beatMs: 20, patienceMs: 200 },
        onWaiting: (holder) => waited.push(holder),
      });
      expect(waited.join()).toContain(`is being written by process ${child.pid} on ${hostname()} since`);
      await writeInside(folder, 'record.json', 'mine');
      // As whoever goes on with a run does: what it had is written anew.
      await writeInside(folder, 'log', 'mine');
      const before = contentOf(folder);
      child.kill('SIGCONT');
      const { code, stderr } = await ended;
      expect(code).toBe(3);
      expect(stderr).toContain(`process ${process.pid} on ${hostname()} took it over`);
      expect(stderr).toContain('nothing more is written there');
      const after = contentOf(folder);
      // The heart of the one that holds it beats on.
      for (const content of [before, after]) delete content[join(lease.folder, LEASE)];
      expect(after).toEqual(before);
      await lease.release();
    }
  });

  it('of another machine is judged by its heart alone, whatever the clocks say', async () => {
    const folder = temporaryFolder();
    let beat = 1;
    writeFileSync(join(folder, LEASE), elsewhere(beat));
    const timer = setInterval(() => writeFileSync(join(folder, LEASE), elsewhere(++beat)), 10);
    await expect(takeLease(folder, { beatMs: 20, patienceMs: 2000 })).rejects.toThrow(
      'is being written by process 7 on node-7 since 2026-11-29T04:00:00.000Z',
    );
    clearInterval(timer);
    const lease = await takeLease(folder, { beatMs: 10, patienceMs: 100 });
    await lease.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given up by whoever finds another’s in its place, or none', async () => {
    for (const change of [elsewhere(1), undefined, 'no lease']) {
      const folder = temporaryFolder();
      const lease = await takeLease(folder);
      await writeInside(folder, 'record.json', 'mine');
      if (change === undefined) execFileSync('rm', [join(folder, LEASE)]);
      else writeFileSync(join(folder, LEASE), change);
      await expect(writeInside(folder, 'record.json', 'late')).rejects.toThrow(
        /is no longer this process's: .*; nothing more/,
      );
      await expect(writeInside(folder, 'a/b', 'late')).rejects.toThrow('is no longer this process');
      execFileSync('rm', ['-f', join(folder, LEASE)]);
      execFileSync('mkfifo', [join(folder, LEASE)]);
      await expect(writeInside(folder, 'record.json', 'late')).rejects.toThrow('is no longer this process');
      execFileSync('rm', [join(folder, LEASE)]);
      await lease.release();
      expect(readFileSync(join(folder, 'record.json'), 'utf8')).toBe('mine');
      expect(readdirSync(folder).toSorted()).toEqual(['a', 'record.json']);
    }
  });

  it('is gone with its folder, of which nothing is made again', async () => {
    const folder = join(temporaryFolder(), 'results');
    mkdirSync(folder);
    const lease = await takeLease(folder);
    execFileSync('rm', ['-r', folder]);
    for (const write of [writeInside, appendInside]) {
      await expect(write(folder, 'a/b', 'late')).rejects.toThrow(
        /results is no longer this process's: .* gone/,
      );
    }
    await lease.release();
    expect(existsSync(folder)).toBe(false);
  });

  it('is taken from what is no lease once that does not change, and followed through no link', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, LEASE), '{"half');
    await (await takeLease(folder, { beatMs: 5, patienceMs: 50 })).release();
    const other = join(folder, 'other');
    mkdirSync(other);
    symlinkSync(join(folder, 'victim'), join(other, LEASE));
    writeFileSync(join(folder, 'victim'), elsewhere(1));
    const refused = async (what: string) =>
      expect(takeLease(other, { beatMs: 5, patienceMs: 50 })).rejects.toThrow(
        `${LEASE}: must be a regular file, it is ${what}; delete it`,
      );
    await refused('a link');
    execFileSync('rm', [join(other, LEASE)]);
    execFileSync('mkfifo', [join(other, LEASE)]);
    await refused('a pipe');
    execFileSync('rm', [join(other, LEASE)]);
    mkdirSync(join(other, LEASE));
    await refused('a folder');
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe(elsewhere(1));
  });

  it('stays one’s own where a taker was killed half way', async () => {
    const folder = temporaryFolder();
    const gone = spawn(process.execPath, ['-e', '0']);
    await once(gone, 'close');
    const ended = (name: string) =>
      leaseText({
        ...thisProcess(),
        process: gone.pid!,
        name: name.repeat(32),
        since: '2026-11-29T04:00:00.000Z',
        beat: 3,
      });
    writeFileSync(join(folder, LEASE), ended('a'));
    writeFileSync(join(folder, NEXT), ended('b'));
    const lease = await takeLease(folder, forever);
    await lease.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['with-links', 'without-links'])(
    'is one process’s at a time of eight, three of them killed, on a disk %s',
    async (disk) => {
      const folder = temporaryFolder();
      const writers = Array.from({ length: 8 }, () => writer(folder, ['2000', '20', 'turns', disk]));
      const random = seededRandom(disk);
      const killed = new Set<Writer>();
      for (const one of writers.slice(0, 3)) {
        void one.held.then(async () => {
          await pause(60 * random.uniform());
          if (one.child.kill('SIGKILL')) killed.add(one);
        });
      }
      const ends = await Promise.all(writers.map(async (one) => ({ one, ...(await one.ended) })));
      const whole = ends.filter(({ one }) => !killed.has(one));
      expect(whole.map(({ code, stderr }) => `${code} ${stderr}`)).toEqual(whole.map(() => '0 '));
      for (const { one } of whole) expect(readdirSync(folder)).toContain(`done-${one.child.pid}`);
      // Nobody's lines stand among another's.
      const order = readFileSync(join(folder, 'log'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]);
      const turns = order.filter((who, index) => who !== order[index - 1]);
      expect(turns).toEqual([...new Set(turns)]);
      await (await takeLease(folder, { beatMs: 20, patienceMs: 2000 })).release();
    },
  );
});
