import { open, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file so that a reader, or a machine that loses power, finds either all of the old content or all of the
 * new: written beside it as `<path>.tmp`, flushed to the disk, renamed over it.
 *
 * @param content all of it, or its pieces in order
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string | readonly Uint8Array[],
): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await flushFolder(dirname(path));
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
