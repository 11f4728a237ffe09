import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname, join, posix, sep, win32 } from 'node:path';
import type { ReadExternal } from './decodeTensor.ts';
import { type DataFile, externalData } from './externalData.ts';
import { readRange, sizeOfFile } from './fileRange.ts';

/**
 * Reads a model's weights from files of its folder only, as `externalData`. The model may be a link, as in the cache of Hugging
 * Face, where it leads to a file of another name and folder: what lies beside that may be a link's target too.
 *
 * @param model path of the model's file
 */
export function externalReader(model: string): ExternalReader {
  // Two locations may lead to one file.
  const opened = new Map<string, DataFile>();
  const locations = new Map<string, string>();
  const read = externalData((location) => {
    const path = pathBeside(model, location);
    const file = opened.get(path) ?? {
      size: sizeOfFile(path),
      read: (offset, length) => readRange(path, offset, length),
    };
    opened.set(path, file);
    locations.set(location, path);
    return file;
  });
  return {
    read,
    sha256: () =>
      [...locations]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([location, path]) => `${location} ${sha256OfFile(path)}`)
        .join('\n'),
  };
}

interface ExternalReader {
  readonly read: ReadExternal;
  /** A line for each file that was read: its location and the SHA-256 of all of it; empty where none was. */
  readonly sha256: () => string;
}

/** In parts, for files of weights may be larger than what is read at once. */
function sha256OfFile(path: string): string {
  const hash = createHash('sha256');
  const size = sizeOfFile(path);
  for (let offset = 0; offset < size; offset += PART) {
    hash.update(readRange(path, offset, Math.min(PART, size - offset)));
  }
  return hash.digest('hex');
}

const PART = 2 ** 26;

function pathBeside(model: string, location: string): string {
  const steps = location.split(/[/\\]/);
  if (posix.isAbsolute(location) || win32.isAbsolute(location) || steps.includes('..')) {
    throw new Error(`external data '${location}' must lie in the model's own folder`);
  }
  const root = realpathSync(dirname(model));
  const path = realpathSync(join(root, ...steps));
  const isInside = path.startsWith(root.endsWith(sep) ? root : root + sep);
  if (!isInside && dirname(path) !== dirname(realpathSync(model))) {
    throw new Error(`external data '${location}' leads out of the model's own folder`);
  }
  return path;
}
