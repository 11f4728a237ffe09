import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where a path below a folder is. The folder may be a link, and lie behind some; below it none is followed.
 *
 * @param segments names without separators, as `pathSegments` gives them
 * @returns an absolute path without links; null where there is nothing, a link on the way, or a hidden name
 */
export async function insideFolder(root: string, segments: readonly string[]): Promise<string | null> {
  try {
    const path = join(await realpath(root), ...segments);
    if (segments.some((name) => name.startsWith('.'))) return null;
    return withoutEnd(await realpath(path)) === withoutEnd(path) ? path : null;
  } catch {
    return null;
  }
}

/** The last name of a request may be empty, which leaves a separator. */
const withoutEnd = (path: string) => path.replace(/(?<=.)[/\\]$/, '');
