import { writeFileSync } from 'node:fs';
import { lstat, mkdir, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, normalize, resolve, sep } from 'node:path';
import { requireHeld } from './heldLeases.ts';
import { linkError, openPlain } from './openPlain.ts';
import { withPath } from './systemReason.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

// A folder of results may have been made by somebody else. The folder that a user names, and those above it, may be links (as
// where runs lie on another disk); below it none is followed.

/**
 * Reads a file of a folder of results.
 *
 * @param name of the file, perhaps behind folders: `checkpoints/latest.safetensors`
 * @returns undefined where there is no such file or folder
 * @throws Error of one line where the file, or a folder on the way, is a link
 */
export async function readInside(folder: string, name: string): Promise<Buffer | undefined> {
  try {
    const handle = await openPlain(join(await realpath(folder), name));
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw withPath(error, join(folder, name));
  }
}

/** Replaces a file of a folder of results as a whole (`writeFileAtomically`); folders on the way are made. */
export async function writeInside(
  folder: string,
  name: string,
  content: Parameters<typeof writeFileAtomically>[1],
): Promise<void> {
  await writeFileAtomically(await placeInside(folder, name), content);
}

/** Adds to the end of a file of a folder of results, and flushes it to the disk. */
export async function appendInside(
  folder: string,
  name: string,
  content: Uint8Array | string,
): Promise<void> {
  const path = await placeInside(folder, name);
  const handle = await openPlain(path, 'append').catch((error: unknown) => {
    // Another who took the folder over replaces its files, and may have moved what was to be opened.
    requireHeld(path);
    throw error;
  });
  try {
    // One directly after the other, as in `writeFileAtomically`.
    requireHeld(path);
    writeFileSync(handle.fd, content);
    await handle.sync();
  } catch (error) {
    throw withPath(error, path);
  } finally {
    await handle.close();
  }
}

/**
 * Where a file of a folder of results is written; the folders on the way are there then.
 *
 * @throws Error of one line where one of them is a link
 */
export async function placeInside(folder: string, name: string): Promise<string> {
  return join(await folderInside(folder, dirname(name)), basename(name));
}

/** Makes a folder in a folder of results, unless it is there. */
export async function folderInside(folder: string, name: string): Promise<string> {
  let path = await realpath(folder).catch((error: unknown) => {
    requireHeld(resolve(folder));
    throw error;
  });
  for (const part of normalize(name).split(sep)) {
    if (part === '.') continue;
    path = join(path, part);
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if ((await realpath(path)) !== path) throw linkError(path);
  }
  return path;
}

/** Deletes a folder of a folder of results with all that is in it; of a link the link alone. */
export async function removeInside(folder: string, name: string): Promise<void> {
  const top = await realpath(folder).catch(() => undefined);
  if (top === undefined) return;
  const path = join(top, name);
  const found = await lstat(path).catch(() => undefined);
  if (!found || (await realpath(dirname(path))) !== dirname(path)) return;
  requireHeld(path);
  await rm(path, { recursive: true });
}
