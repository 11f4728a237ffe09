import { realpathSync } from 'node:fs';
import { join, posix, sep, win32 } from 'node:path';
import type { ReadExternal } from './decodeTensor.ts';
import { readRange, sizeOfFile } from './fileRange.ts';

/**
 * Reads weights from files of `folder` only. Each range is read once; ranges may not overlap, so that a small file
 * cannot claim more memory than it has bytes.
 */
export function externalReader(folder: string): ReadExternal {
  const known = new Map<string, Uint8Array>();
  const readBytes = new Map<string, number>();
  return (location, offset, length) => {
    const key = `${offset}:${length ?? ''}:${location}`;
    const before = known.get(key);
    if (before) return before;
    const path = pathInside(folder, location);
    const bytes = readRange(path, offset, length);
    const total = (readBytes.get(path) ?? 0) + bytes.length;
    if (total > sizeOfFile(path)) throw new Error(`external data in '${location}' overlaps`);
    readBytes.set(path, total);
    known.set(key, bytes);
    return bytes;
  };
}

function pathInside(folder: string, location: string): string {
  const steps = location.split(/[/\\]/);
  if (posix.isAbsolute(location) || win32.isAbsolute(location) || steps.includes('..')) {
    throw new Error(`external data '${location}' must lie in the model's own folder`);
  }
  const root = realpathSync(folder);
  const path = realpathSync(join(root, ...steps));
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Error(`external data '${location}' leads out of the model's own folder`);
  }
  return path;
}
