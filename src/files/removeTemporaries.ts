import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LEASE } from './leaseFile.ts';
import { isTemporary } from './temporaryName.ts';

/**
 * Deletes what processes that were killed have left half written in a folder and in those below it, but for the folders that have a
 * holder of their own. Links are not followed.
 *
 * A process that was stopped between its last look at its lease and the renaming of a file finds nothing to rename when it goes on.
 *
 * @param folder its real path
 */
export async function removeTemporaries(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && isTemporary(entry.name)) await rm(path, { force: true });
    if (!entry.isDirectory()) continue;
    const below = await readdir(path).catch(() => [LEASE]);
    if (!below.includes(LEASE)) await removeTemporaries(path);
  }
}
