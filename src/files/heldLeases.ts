import { join, sep } from 'node:path';
import { LEASE, parseLease, readLeaseText } from './leaseFile.ts';

/** The folders that this process holds, by their real paths, with the names of its leases. */
const held = new Map<string, string>();

/** Notes that this process holds a folder. */
export function noteHeld(folder: string, name: string): void {
  held.set(folder, name);
}

export function isHeldHere(folder: string): boolean {
  return held.has(folder);
}

export function noteReleased(folder: string): void {
  held.delete(folder);
}

/**
 * Call it directly before anything changes in a folder of results. Where this process holds the folder, or one above it, the
 * lease is read from the disk: one that was taken over ends all writing.
 *
 * @param path real path of the file or folder that is to change
 * @throws Error of one line where the lease is another's by now, or gone
 */
export function requireHeld(path: string): void {
  for (const [folder, name] of held) {
    if (path !== folder && !path.startsWith(folder + sep)) continue;
    const text = textAt(join(folder, LEASE));
    // A name is random and long: to look for it is quicker than to parse, and what follows the check follows it at once.
    if (text?.includes(name)) continue;
    const found = text === undefined ? undefined : parseLease(text);
    const whose =
      found === undefined
        ? `its ${LEASE} is gone or damaged`
        : `process ${found.process} on ${found.host} took it over, since this one had given no sign of life`;
    throw new Error(
      `requireHeld: ${folder} is no longer this process's: ${whose}; nothing more is written there`,
    );
  }
}

/** Of what is no regular file nothing is read. */
function textAt(path: string): string | undefined {
  try {
    return readLeaseText(path);
  } catch (error) {
    // A disk that does not answer says nothing of whose the folder is.
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    return undefined;
  }
}
