import { lstat } from 'node:fs/promises';

/** Size in bytes; 0 where there is no such file, or a link in its place. */
export async function fileSize(path: string): Promise<number> {
  return lstat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
}
