/** A file inside a tar archive. */
export interface TarEntry {
  /** As the archive has it: text to compare with, never to be used as a path. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const block = 512;

/**
 * Reads chosen files out of a tar stream, in the order of the archive. At most one of them is in memory; the others
 * are skipped without being held. Nothing is written to disk.
 *
 * @param wanted says by name which files to yield
 * @param maxBytes limit on the size of the whole stream, since a small archive may unpack without end
 * @param maxEntryBytes limit on the size of a wanted file
 * @throws Error when a header is damaged, the stream or a wanted file is beyond its limit, or the stream ends inside a file
 */
export async function* readTar(
  stream: AsyncIterable<Uint8Array>,
  {
    wanted,
    maxBytes,
    maxEntryBytes,
  }: { wanted: (name: string) => boolean; maxBytes: number; maxEntryBytes: number },
): AsyncGenerator<TarEntry> {
  const source = byteSource(stream, maxBytes);
  for (;;) {
    const header = new Uint8Array(block);
    const got = await source.fill(header);
    // An archive ends with two blocks of zeros; some writers leave them out.
    if (got === 0 || (got === block && header.every((byte) => byte === 0))) return;
    if (got < block) throw new Error(`tar: a header needs ${block} bytes, the archive ends after ${got}`);
    const { name, size, isFile } = readHeader(header);
    const padding = (block - (size % block)) % block;
    if (isFile && wanted(name)) {
      if (size > maxEntryBytes) {
        throw new Error(`tar: ${name} must have at most ${maxEntryBytes} bytes, got ${size}`);
      }
      const bytes = new Uint8Array(size);
      const read = await source.fill(bytes);
      if (read < size) throw new Error(`tar: ${name} needs ${size} bytes, the archive ends after ${read}`);
      yield { name, bytes };
    } else {
      await source.skip(size);
    }
    await source.skip(padding);
  }
}

function readHeader(header: Uint8Array): { name: string; size: number; isFile: boolean } {
  const text = (start: number, length: number) => {
    const field = header.subarray(start, start + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
  };
  const octal = (start: number, length: number) => {
    const digits = text(start, length).trim();
    if (!/^[0-7]+$/.test(digits)) throw new Error(`tar: damaged header (number '${digits}')`);
    return Number.parseInt(digits, 8);
  };
  let sum = 0;
  for (let index = 0; index < block; index++) sum += index >= 148 && index < 156 ? 32 : header[index];
  if (sum !== octal(148, 8)) throw new Error(`tar: damaged header (checksum ${octal(148, 8)}, got ${sum})`);
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  const name = text(0, 100);
  const kind = text(156, 1);
  return {
    name: prefix ? `${prefix}/${name}` : name,
    size: octal(124, 12),
    isFile: kind === '' || kind === '0',
  };
}

/** Takes bytes out of a stream of chunks without holding more than one chunk. */
function byteSource(stream: AsyncIterable<Uint8Array>, maxBytes: number) {
  const chunks = stream[Symbol.asyncIterator]();
  let total = 0;
  let chunk: Uint8Array = new Uint8Array(0);
  async function take(count: number, use: (part: Uint8Array, at: number) => void): Promise<number> {
    let taken = 0;
    while (taken < count) {
      if (chunk.length === 0) {
        const next = await chunks.next();
        if (next.done) break;
        chunk = next.value;
        total += chunk.length;
        if (total > maxBytes) throw new Error(`tar: the archive must unpack to at most ${maxBytes} bytes`);
        continue;
      }
      const part = chunk.subarray(0, count - taken);
      use(part, taken);
      taken += part.length;
      chunk = chunk.subarray(part.length);
    }
    return taken;
  }
  return {
    /** @returns bytes read, fewer than asked for only at the end of the stream */
    fill: (target: Uint8Array) => take(target.length, (part, at) => target.set(part, at)),
    skip: (count: number) => take(count, () => {}),
  };
}
