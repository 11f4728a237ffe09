import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files in a folder and below it; a link counts as nothing, and so does what goes away meanwhile. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await folderBytes(path);
    else if (entry.isFile())
      bytes += await lstat(path).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return bytes;
}

/** A folder of a store that is told of by its name and size alone. */
export interface StoredFolder {
  readonly name: string;
  readonly bytes: number;
}

/** The folders in another whose names are wanted; none where it is not there. Links are none. */
export async function foldersIn(
  parent: string,
  isWanted: (name: string) => boolean,
): Promise<StoredFolder[]> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found: StoredFolder[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || !isWanted(entry.name)) continue;
    found.push({ name: entry.name, bytes: await folderBytes(join(parent, entry.name)) });
  }
  return found;
}
