import { realpathSync } from 'node:fs';
import { join, posix, sep, win32 } from 'node:path';
import type { ReadExternal } from './decodeTensor.ts';
import { type DataFile, externalData } from './externalData.ts';
import { readRange, sizeOfFile } from './fileRange.ts';

/** Reads weights from files of `folder` only, as `externalData`. */
export function externalReader(folder: string): ReadExternal {
  // Two locations may lead to one file.
  const opened = new Map<string, DataFile>();
  return externalData((location) => {
    const path = pathInside(folder, location);
    const file = opened.get(path) ?? {
      size: sizeOfFile(path),
      read: (offset, length) => readRange(path, offset, length),
    };
    opened.set(path, file);
    return file;
  });
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
