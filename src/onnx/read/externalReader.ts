import { realpathSync } from 'node:fs';
import { dirname, join, posix, sep, win32 } from 'node:path';
import { readRange, sizeOfFile } from '../../files/readRange.ts';
import type { ReadExternal } from './decodeTensor.ts';
import { type DataFile, externalData } from './externalData.ts';

/**
 * Reads a model's weights from files of its folder only, as `externalData`. The model may be a link, as in the cache of Hugging
 * Face, where it leads to a file of another name and folder: what lies beside that may be a link's target too.
 *
 * @param model path of the model's file
 */
export function externalReader(model: string): ReadExternal {
  // Two locations may lead to one file.
  const opened = new Map<string, DataFile>();
  return externalData((location) => {
    const path = pathBeside(model, location);
    const known = opened.get(path);
    if (known) return known;
    const size = sizeOfFile(path);
    if (size <= MAX_POINTER && isPointer(readRange(path, 0, undefined))) {
      throw new Error(`external data '${location}' is Git LFS's pointer to a file; git lfs pull fetches it`);
    }
    const file: DataFile = { size, read: (offset, length) => readRange(path, offset, length) };
    opened.set(path, file);
    return file;
  });
}

/** A pointer of Git LFS is a few lines of text. */
const MAX_POINTER = 1024;

const isPointer = (bytes: Uint8Array) =>
  new TextDecoder().decode(bytes).startsWith('version https://git-lfs');

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
