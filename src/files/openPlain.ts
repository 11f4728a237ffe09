import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { requireRegular } from './openRegular.ts';

const { O_RDONLY, O_WRONLY, O_APPEND, O_CREAT } = constants;
// Windows has neither; there the checks behind the opening are all.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

const flags = { read: O_RDONLY, append: O_WRONLY | O_APPEND | O_CREAT };

/** So often is a file opened again that another process replaces meanwhile. */
const MOST_TRIES = 20;

/**
 * Opens a regular file at a path of which no part is a link. Whether it is one is asked of what was opened, since what lies at
 * a path may change at any moment.
 *
 * @param path absolute, as `realpath` gives it
 * @throws Error of one line where a part of the path is a link, where no regular file lies there, or where it is replaced without end;
 *   ENOENT where nothing does
 */
export async function openPlain(path: string, how: keyof typeof flags = 'read'): Promise<FileHandle> {
  for (let tries = 1; ; tries++) {
    const handle = await tryOpen(path, how);
    if (handle) return handle;
    if (tries === MOST_TRIES) throw new Error(`${path} is replaced again and again; try once more`);
  }
}

/** @returns undefined where another file lies there by now, as whenever its writer replaces it */
async function tryOpen(path: string, how: keyof typeof flags): Promise<FileHandle | undefined> {
  // A pipe would otherwise keep whoever opens it waiting.
  const handle = await open(path, flags[how] | O_NOFOLLOW | O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ELOOP') throw linkError(path);
      throw error;
    },
  );
  try {
    const opened = await handle.stat({ bigint: true });
    const [real, there] = await Promise.all([realpath(path), lstat(path, { bigint: true })]);
    if (real !== path || there.isSymbolicLink()) throw linkError(path);
    if (there.ino !== opened.ino || there.dev !== opened.dev) {
      await handle.close();
      return undefined;
    }
    requireRegular(path, opened);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export function linkError(path: string): Error {
  return new Error(
    `${path} is a link or lies behind one, which is not followed here; put the file itself in its place`,
  );
}
