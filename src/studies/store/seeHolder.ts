import { join } from 'node:path';
import { LEASE } from '../../files/leaseFile.ts';
import { type LeaseSight, leaseWatch } from '../../files/leaseWatch.ts';

/** Without a change for so many looks, a holder that cannot be seen counts as gone. */
const LOOKS = 15;

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
export function holderOf(folder: string): LeaseSight {
  try {
    return leaseWatch(join(folder, LEASE), LOOKS)();
  } catch {
    // No file, or one that may not be read: it may be anybody's.
    return { state: 'unknown', holder: undefined };
  }
}

/** Whether somebody holds a folder, or may do so for all that one look shows. */
export const isTaken = ({ state }: LeaseSight) => state === 'held' || state === 'unknown';
