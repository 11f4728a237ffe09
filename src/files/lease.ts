import { randomBytes } from 'node:crypto';
import { constants, renameSync, rmSync } from 'node:fs';
import { link, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isHeldHere, noteHeld, noteReleased } from './heldLeases.ts';
import { LARGEST_LEASE, LEASE, leaseText, NEXT, parseLease, readLeaseText } from './leaseFile.ts';
import { type LeaseSight, leaseWatch } from './leaseWatch.ts';
import { thisProcess } from './processName.ts';
import { removeTemporaries } from './removeTemporaries.ts';
import { temporaryName } from './temporaryName.ts';

// One writer a folder, on network drives too, where locks of the system do not hold: a file that is made by a hard link, which
// fails where there is one, and whose heart beats. Whoever finds that it no longer does takes it over. A holder that was stopped
// meanwhile and goes on finds another's name in it (`requireHeld`) and writes nothing more.

/** The right to write in a folder of results. */
export interface Lease {
  /** The folder's real path. */
  readonly folder: string;
  /** Gives it back; of one that was lost nothing is changed. */
  release(): Promise<void>;
}

/** Somebody else writes in the folder. */
export class HeldError extends Error {
  override readonly name = 'HeldError';
}

export interface LeaseOptions {
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Told once, when it must be waited for whether the holder still lives. */
  readonly onWaiting?: ((holder: string, seconds: number) => void) | undefined;
  /** Between two beats of the heart, and two looks at another's. */
  readonly beatMs?: number | undefined;
  /** Without a beat for so long, a holder counts as gone. */
  readonly patienceMs?: number | undefined;
}

/**
 * Takes the right to write in a folder, or takes it over from a process that is gone: at once where it can be seen on this machine,
 * else after its heart has not beaten for half a minute.
 *
 * @throws HeldError of one line that says who holds it and since when; an AbortError when the signal aborts
 */
export async function takeLease(
  folder: string,
  { signal, onWaiting, beatMs = 2000, patienceMs = 30_000 }: LeaseOptions = {},
): Promise<Lease> {
  const top = await realpath(folder);
  const [path, next] = [join(top, LEASE), join(top, NEXT)];
  if (isHeldHere(top)) throw new HeldError(`takeLease: ${top} is being written by this process already`);
  const looks = Math.ceil(patienceMs / beatMs);
  const [look, lookAtNext] = [leaseWatch(path, looks), leaseWatch(next, looks)];
  const name = randomBytes(16).toString('hex');
  for (let waits = 0; ; waits++) {
    signal?.throwIfAborted();
    const sight = look();
    if (sight.state === 'free' && (await publish(path, name))) return keep(top, name, beatMs);
    if (sight.state === 'held')
      throw new HeldError(`takeLease: ${heldBy(top, sight)}; wait until it ends, or stop it`);
    if (sight.state === 'ended' && (await takeOver(top, name, sight, lookAtNext))) {
      return keep(top, name, beatMs);
    }
    // Another was quicker.
    if (sight.state === 'free') continue;
    if (waits === Math.ceil(looks / 5)) onWaiting?.(heldBy(top, sight), Math.ceil(patienceMs / 1000));
    await pause(beatMs, undefined, { signal });
  }
}

/** Who holds a folder, as the beginning of a sentence. */
export function heldBy(folder: string, { holder }: Pick<LeaseSight, 'holder'>): string {
  if (holder === undefined) return `${folder} is being written by another process`;
  const { process, host, since } = holder;
  return `${folder} is being written by process ${process} on ${host} since ${since}`;
}

/** Makes a lease at a path where there is none. */
async function publish(path: string, name: string): Promise<boolean> {
  const own = temporaryName(path);
  try {
    await writeFile(own, '', { flag: 'wx' });
    // The disk's own time, which is that of everybody who looks at its files.
    const since = (await stat(own)).mtime.toISOString();
    const text = leaseText({ name, ...thisProcess(), since, beat: 0 });
    await writeFile(own, text, { flag: 'r+' });
    await link(own, path).catch((error: NodeJS.ErrnoException) => {
      // Where a disk has none. For a moment others see a lease without content, which names nobody.
      if (!noHardLinks.includes(error.code ?? '')) throw error;
      return writeFile(path, text, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever takes a folder deletes what is half made there, this file too.
    if (code === 'ENOENT') return false;
    // A server of a network drive may have made it, and its answer been lost.
    if (code === 'EEXIST') return namedAt(path) === name;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

const noHardLinks: readonly string[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Puts a lease in the place of one whose holder is gone; of several that try at once one does. */
async function takeOver(
  top: string,
  name: string,
  { holder }: LeaseSight,
  lookAtNext: () => LeaseSight,
): Promise<boolean> {
  const [path, next] = [join(top, LEASE), join(top, NEXT)];
  if (!(await publish(next, name))) {
    const other = lookAtNext();
    if (other.state === 'ended' && namedAt(next) === other.holder?.name) rmSync(next, { force: true });
    return false;
  }
  // Another may have taken it over and be at work since this one last looked.
  if (namedAt(path) === holder?.name) renameSync(next, path);
  else if (namedAt(next) === name) rmSync(next, { force: true });
  return namedAt(path) === name;
}

function namedAt(path: string): string | undefined {
  const text = readLeaseText(path);
  return text === undefined ? undefined : parseLease(text)?.name;
}

async function keep(top: string, name: string, beatMs: number): Promise<Lease> {
  noteHeld(top, name);
  const path = join(top, LEASE);
  let beating = Promise.resolve();
  const timer = setInterval(() => {
    // A disk that does not answer for a while is no reason to end: what is published is checked for itself.
    beating = beating.then(() => beat(path, name)).catch(() => {});
  }, beatMs).unref();
  await removeTemporaries(top);
  return {
    folder: top,
    async release() {
      clearInterval(timer);
      await beating;
      noteReleased(top);
      if (namedAt(path) === name) rmSync(path, { force: true });
    },
  };
}

// Into the file that was opened and read, so that another's lease, which is another file, is never touched.
async function beat(path: string, name: string): Promise<void> {
  const { O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LARGEST_LEASE), { position: 0 });
    const record = parseLease(buffer.toString('utf8', 0, bytesRead));
    if (record?.name !== name) return;
    await file.write(leaseText({ ...record, beat: record.beat + 1 }), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}
