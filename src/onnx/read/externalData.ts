import type { ReadExternal } from './decodeTensor.ts';

/** A file with weights beside a model. */
export interface DataFile {
  /** In bytes. */
  readonly size: number;
  /**
   * @param length number of bytes; undefined for all that follow `offset`
   * @throws Error when the file ends before
   */
  read(offset: number, length: number | undefined): Uint8Array;
}

/**
 * Reads weights from the files that `open` gives. Each range is read once; ranges may not overlap, so that a small file
 * cannot claim more memory than it has bytes.
 *
 * @param open finds a file by the location that the model says, or throws
 */
export function externalData(open: (location: string) => DataFile): ReadExternal {
  const known = new Map<string, Uint8Array>();
  const files = new Map<string, DataFile>();
  const readBytes = new Map<DataFile, number>();
  return (location, offset, length) => {
    const key = `${offset}:${length ?? ''}:${location}`;
    const before = known.get(key);
    if (before) return before;
    const file = files.get(location) ?? open(location);
    files.set(location, file);
    const bytes = file.read(offset, length);
    const total = (readBytes.get(file) ?? 0) + bytes.length;
    if (total > file.size) throw new Error(`external data in '${location}' overlaps`);
    readBytes.set(file, total);
    known.set(key, bytes);
    return bytes;
  };
}
