import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary } from './temporaryName.ts';

/** Deletes what processes that were killed have left in a folder whose results are gone on with. */
export async function removeTemporaries(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const left = entries.filter((entry) => entry.isFile() && isTemporary(entry.name));
  for (const { name } of left) await rm(join(folder, name), { force: true });
}
