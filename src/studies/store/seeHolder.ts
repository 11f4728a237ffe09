import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LEASE } from '../../files/leaseFile.ts';
import { type LeaseSight, leaseWatch } from '../../files/leaseWatch.ts';
import { isHere } from '../../files/processName.ts';

/** Without a change for so many looks, a holder that cannot be seen counts as gone. */
const LOOKS = 15;
/** Between two looks. */
export const LOOK_MS = 2000;

/**
 * Looks at who holds folders, again and again, without waiting for any: work that somebody else does is left to them, and taken over
 * when they are gone.
 */
export function holderWatch(): (folder: string) => LeaseSight['state'] {
  const watches = new Map<string, () => LeaseSight>();
  return (folder) => {
    const watch = watches.get(folder) ?? leaseWatch(join(folder, LEASE), LOOKS);
    watches.set(folder, watch);
    return watch().state;
  };
}

/** One look at who holds a folder; `unknown` of somebody of whom it cannot be seen whether they have ended. */
export const holderOf = (folder: string): LeaseSight => watchOf(folder)();

function watchOf(folder: string): () => LeaseSight {
  const look = leaseWatch(join(folder, LEASE), LOOKS);
  return () => {
    try {
      return look();
    } catch {
      // No file, or one that may not be read: it may be anybody's.
      return { state: 'held', holder: undefined };
    }
  };
}

export interface HoldersOptions {
  /** Between two looks. */
  readonly lookMs?: number;
  /** Told once, where it must be waited for whether a holder is still at work. */
  readonly onWaiting?: ((sight: LeaseSight, folder: string) => void) | undefined;
}

/**
 * At which of several folders somebody is at work: at once where nobody holds them, or a process of this machine does; of one on another
 * machine once its heart beats, or has not for half a minute, after which it counts as gone.
 *
 * @returns who is, by folder
 */
export async function holdersAtWork(
  folders: readonly string[],
  { lookMs = LOOK_MS, onWaiting }: HoldersOptions = {},
): Promise<Map<string, LeaseSight>> {
  const open = new Map(folders.map((folder) => [folder, watchOf(folder)]));
  const atWork = new Map<string, LeaseSight>();
  for (let isWaiting = false; open.size > 0; ) {
    if (isWaiting) await pause(lookMs);
    for (const [folder, look] of open) {
      const sight = look();
      const { state, holder } = sight;
      if (state === 'unknown' && !(holder && isHere(holder))) {
        if (!isWaiting) onWaiting?.(sight, folder);
        isWaiting = true;
        continue;
      }
      open.delete(folder);
      if (isTaken(sight)) atWork.set(folder, sight);
    }
  }
  return atWork;
}

/** Whether somebody holds a folder, or may do so for all that one look shows. */
export const isTaken = ({ state }: LeaseSight) => state === 'held' || state === 'unknown';
