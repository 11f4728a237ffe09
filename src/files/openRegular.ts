import { type BigIntStats, closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { systemReason } from './systemReason.ts';

// Whoever opens a pipe waits for its other end. Windows has no such flag.
const { O_RDONLY, O_NONBLOCK = 0 } = constants;

/**
 * Opens a regular file that a user names, through links too. A pipe would be waited for, and a device may give bytes
 * without end: only regular files are read.
 *
 * @throws Error of one line that names what else lies there; ENOENT and the like where nothing can be opened
 */
export async function openRegular(path: string): Promise<FileHandle> {
  // Before, since opening a device may do something; and once it is open, since what lies at a path may change.
  requireRegular(path, await stat(path));
  const handle = await open(path, O_RDONLY | O_NONBLOCK);
  try {
    requireRegular(path, await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * As `openRegular`, where the caller waits for no promise.
 *
 * @returns a file descriptor
 */
export function openRegularSync(path: string): number {
  requireRegular(path, statSync(path));
  const file = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    requireRegular(path, fstatSync(file));
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** @throws Error of one line that says what lies at `path` where that is no regular file */
export function requireRegular(path: string, found: Stats | BigIntStats): void {
  if (found.isFile()) return;
  const kind = kindOf(found);
  const way = kind === 'a folder' ? 'name a file' : 'put what it gives into a file and name that';
  throw new Error(`${path}: must be a regular file, it is ${kind}; ${way}`);
}

/** What lies at a path, in words. */
export function kindOf(found: Stats | BigIntStats): string {
  if (found.isFile()) return 'a file';
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return found.isSymbolicLink() ? 'a link' : 'a device';
}

/** What went wrong with a file that was to be read, as one line that names it: of the system's errors the reason. */
export function readingError(path: string, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === undefined) return error;
  return new Error(`${path}: cannot be read: ${systemReason(error)}`, { cause: error });
}
