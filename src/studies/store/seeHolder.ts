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
