import { crc32, inflateRawSync } from 'node:zlib';

/** One file inside a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes after decompression, as the archive declares them; `readZipEntry` holds it to that. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: number;
  readonly crc: number;
  readonly headerStart: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const LOCAL_HEADER = 30;
const encrypted = 1;
const stored = 0;
const deflated = 8;

/** Bytes that deflate makes of one at most: 258 of two bits. */
const MOST_OF_ONE = 1032;

/**
 * Lists a zip archive by its central directory.
 *
 * @param maxBytes limit on the decompressed size of all entries together, against zip bombs
 * @throws Error when the archive is damaged, larger than 4 GiB (zip64), has a name twice, is beyond `maxBytes`, or declares
 *   what cannot be: entries that overlap, or are larger than their bytes can make them
 */
export function zipEntries(archive: Uint8Array, { maxBytes }: { maxBytes: number }): readonly ZipEntry[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let position = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (position + 46 > end || view.getUint32(position, true) !== directorySignature) {
      throw new Error(`zip: entry ${index} of ${count} is missing from the central directory`);
    }
    const nameEnd = position + 46 + view.getUint16(position + 28, true);
    const entry: ZipEntry = {
      name: new TextDecoder().decode(archive.subarray(position + 46, nameEnd)),
      method: view.getUint16(position + 10, true),
      crc: view.getUint32(position + 16, true),
      compressedSize: view.getUint32(position + 20, true),
      size: view.getUint32(position + 24, true),
      headerStart: view.getUint32(position + 42, true),
    };
    if (view.getUint16(position + 8, true) & encrypted) throw new Error(`zip: ${entry.name} is encrypted`);
    if ([entry.size, entry.compressedSize, entry.headerStart].includes(0xffffffff)) {
      throw new Error(`zip: ${entry.name} must be smaller than 4 GiB (zip64 is not read)`);
    }
    if (entry.size > (entry.method === stored ? 1 : MOST_OF_ONE) * entry.compressedSize) {
      throw new Error(
        `zip: ${entry.name} cannot have ${entry.size} bytes, of ${entry.compressedSize} packed`,
      );
    }
    if (names.has(entry.name)) throw new Error(`zip: ${entry.name} is in the archive twice`);
    names.add(entry.name);
    total += entry.size;
    entries.push(entry);
    position = nameEnd + view.getUint16(position + 30, true) + view.getUint16(position + 32, true);
  }
  if (total > maxBytes) {
    throw new Error(`zip: the entries must have at most ${maxBytes} bytes together, got ${total}`);
  }
  refuseOverlaps(entries);
  return entries;
}

/** Entries that share their bytes would be larger together than the archive can make them. */
function refuseOverlaps(entries: readonly ZipEntry[]): void {
  const ordered = entries.toSorted((a, b) => a.headerStart - b.headerStart);
  for (const [index, { headerStart, compressedSize, name }] of ordered.entries()) {
    const next = ordered.at(index + 1);
    if (next && headerStart + LOCAL_HEADER + compressedSize > next.headerStart) {
      throw new Error(`zip: ${name} and ${next.name} overlap`);
    }
  }
}

/**
 * The decompressed bytes of one entry; memory is bounded by the entry's declared size.
 *
 * @throws Error when the entry lies outside the archive, is damaged, or is neither stored nor deflated
 */
export function readZipEntry(archive: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { headerStart, name } = entry;
  if (headerStart + LOCAL_HEADER > archive.length || view.getUint32(headerStart, true) !== localSignature) {
    throw new Error(`zip: ${name} has no header at byte ${headerStart}`);
  }
  const start =
    headerStart +
    LOCAL_HEADER +
    view.getUint16(headerStart + 26, true) +
    view.getUint16(headerStart + 28, true);
  if (start + entry.compressedSize > archive.length) {
    throw new Error(
      `zip: ${name} ends at byte ${start + entry.compressedSize}, the file at ${archive.length}`,
    );
  }
  const packed = archive.subarray(start, start + entry.compressedSize);
  const bytes = unpack(packed, entry);
  if (bytes.length !== entry.size) {
    throw new Error(`zip: ${name} must have ${entry.size} bytes, got ${bytes.length}`);
  }
  if (crc32(bytes) !== entry.crc) throw new Error(`zip: ${name} is damaged (its CRC-32 differs)`);
  return bytes;
}

function unpack(packed: Uint8Array, { method, name, size }: ZipEntry): Uint8Array {
  if (method === stored) return packed;
  if (method !== deflated) throw new Error(`zip: ${name} must be stored or deflated, got method ${method}`);
  try {
    // In one piece, for pieces would lie in memory beside the whole; what is beyond the end needs some room too.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size), chunkSize: size + 64 });
  } catch (error) {
    throw new Error(`zip: ${name} cannot be decompressed (${(error as Error).message})`);
  }
}

// The record that ends the archive has a comment of up to 65,535 bytes behind it.
function findEnd(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let position = view.byteLength - 22; position >= earliest; position--) {
    if (view.getUint32(position, true) === endSignature) return position;
  }
  throw new Error('zip: no end-of-archive record; the file is no zip archive or was cut off');
}

/**
 * The bytes of a zip archive whose files are stored as they are.
 *
 * @throws RangeError when it would be larger than 4 GiB
 */
export function encodeZip(
  files: readonly { readonly name: string; readonly content: Uint8Array }[],
): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const { content } = file;
    // Version, flags, method, time, date, CRC-32, both sizes, length of the name, of the extra field.
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(content), 10);
    if (offset + content.length > LARGEST) {
      throw new RangeError(
        `encodeZip: the archive must be smaller than 4 GiB, got ${offset + content.length} bytes`,
      );
    }
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const header = [Buffer.from('PK\x03\x04'), fields, name];
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, place, name);
    for (const part of header) locals.push(part);
    locals.push(content);
    offset += lengthOf(header) + content.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(lengthOf(directory), 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** Leaves room for the directory below the 4 GiB that the fields can say. */
const LARGEST = 2 ** 32 - 2 ** 20;

const lengthOf = (parts: readonly Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0);
