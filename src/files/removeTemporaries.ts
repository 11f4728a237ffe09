import type { Dirent } from 'node:fs';
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
  await remove(folder, await readdir(folder, { withFileTypes: true }), 0);
}

/** Folders in folders that results have at most; a folder that a user names may hold much else. */
const DEPTH = 2;

async function remove(folder: string, entries: readonly Dirent[], depth: number): Promise<void> {
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile() && isTemporary(entry.name)) await rm(path, { force: true });
    if (!entry.isDirectory() || depth === DEPTH) continue;
    const below = await readdir(path, { withFileTypes: true }).catch(() => []);
    if (!below.some(({ name }) => name === LEASE)) await remove(path, below, depth + 1);
  }
}
