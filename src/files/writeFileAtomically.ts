import { renameSync } from 'node:fs';
import { open, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { requireHeld } from './heldLeases.ts';
import { withPath } from './systemReason.ts';
import { temporaryName } from './temporaryName.ts';

/**
 * Replaces a file so that a reader, or a machine that loses power, finds either all of the old content or all of the
 * new: written beside it under a name of its own, flushed to the disk, renamed over it. A link at `path` is replaced, not
 * followed.
 *
 * @param content all of it, or its pieces in order
 * @throws Error of one line where the folder was this process's and is no longer (`requireHeld`)
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string | readonly Uint8Array[],
): Promise<void> {
  const temporary = temporaryName(path);
  const file = await open(temporary, 'wx').catch((error: unknown) => {
    // Where the whole folder is gone, this says so.
    requireHeld(resolve(path));
    throw withPath(error, path);
  });
  try {
    try {
      await writeFile(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    const place = join(await realpath(dirname(path)), basename(path));
    publish(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw withPath(error, path);
  }
  await flushFolder(dirname(path));
}

// One directly after the other: in between the process could be stopped, and another go on with the folder. That one deletes what was
// half written, so that there is nothing to rename then.
function publish(temporary: string, place: string): void {
  requireHeld(place);
  try {
    renameSync(temporary, place);
  } catch (error) {
    requireHeld(place);
    throw error;
  }
}

// The rename itself is only on the disk once its folder is; Windows has no such call for folders.
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
