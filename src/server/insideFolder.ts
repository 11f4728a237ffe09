import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Where a path below a folder is. The folder may be a link, and lie behind some; below it none is followed.
 *
 * @param segments names without separators, as `pathSegments` gives them
 * @returns an absolute path without links; null where there is nothing, a link on the way, or a hidden name
 */
export async function insideFolder(root: string, segments: readonly string[]): Promise<string | null> {
  try {
    // Without the separator that an empty last name would leave.
    const path = resolve(await realpath(root), ...segments);
    if (segments.some((name) => name.startsWith('.'))) return null;
    return (await realpath(path)) === path ? path : null;
  } catch {
    return null;
  }
}
