import { realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/**
 * Where a path below a folder really is.
 *
 * @param segments names without separators, as `pathSegments` gives them
 * @returns null where there is nothing, or where a link leads out of the folder or to something hidden in it
 */
export async function insideFolder(root: string, segments: readonly string[]): Promise<string | null> {
  try {
    const [top, path] = await Promise.all([realpath(root), realpath(join(root, ...segments))]);
    if (path !== top && !path.startsWith(top.endsWith(sep) ? top : top + sep)) return null;
    const names = relative(top, path).split(sep);
    return names.some((name) => name.startsWith('.')) ? null : path;
  } catch {
    return null;
  }
}
