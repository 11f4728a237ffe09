import { readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporary } from './temporaryName.ts';

/**
 * Deletes what processes that were killed have left in a folder whose results are gone on with.
 *
 * @param parts folders below it, which are looked into too; a link is not followed
 */
export async function removeTemporaries(folder: string, parts: readonly string[] = []): Promise<void> {
  const top = await realpath(folder).catch(() => folder);
  for (const path of ['', ...parts].map((part) => join(top, part))) {
    if ((await realpath(path).catch(() => undefined)) !== path) continue;
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const left = entries.filter((entry) => entry.isFile() && isTemporary(entry.name));
    for (const { name } of left) await rm(join(path, name), { force: true });
  }
}
