import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, posix, sep, win32 } from 'node:path';
import { decodeModel } from './decodeModel.ts';
import type { ReadExternal } from './decodeTensor.ts';
import type { Graph } from './graph.ts';

/** Protobuf's own limit for a message. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * Reads an `.onnx` file with the weights that lie in files of its own folder, as a graph of opset 17.
 *
 * @throws Error of one line that names the file, when it cannot be read, is no model that Passband supports, or
 *   points outside its folder or behind the end of a file
 */
export function readModel(path: string): Graph {
  try {
    const bytes = readRange(path, 0, undefined);
    return decodeModel(bytes, externalReader(dirname(path)));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.replace(/^decodeModel: /, '').replace(/\s+/g, ' ');
    throw new Error(`readModel: ${path}: ${reason}`, { cause: error });
  }
}

/**
 * Reads weights from files of `folder` only. Each range is read once; ranges may not overlap, so that a small file
 * cannot claim more memory than it has bytes.
 */
function externalReader(folder: string): ReadExternal {
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

function withFile<T>(path: string, use: (file: number, size: number) => T): T {
  // Without O_NONBLOCK a named pipe would be waited for.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new Error(`'${path}' is no regular file`);
    return use(file, status.size);
  } finally {
    closeSync(file);
  }
}

const sizeOfFile = (path: string) => withFile(path, (_, size) => size);

function readRange(path: string, offset: number, length: number | undefined): Uint8Array {
  return withFile(path, (file, size) => {
    const count = length ?? size - offset;
    if (count < 0 || offset + count > size) {
      throw new Error(`bytes ${offset} to ${offset + count} lie behind the end of '${path}' (${size} bytes)`);
    }
    if (count > MAX_BYTES) throw new Error(`'${path}': ${count} bytes are more than ${MAX_BYTES}`);
    const bytes = new Uint8Array(count);
    for (let done = 0; done < count; ) {
      const read = readSync(file, bytes, done, count - done, offset + done);
      if (read === 0) throw new Error(`'${path}' ended while it was read`);
      done += read;
    }
    return bytes;
  });
}
