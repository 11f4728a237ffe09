import { crc32, deflateSync } from 'node:zlib';

/** A chunk of a PNG file. */
function pngChunk(type: string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** A PNG file of a hundred bytes that claims to be of any size; its pixels are missing. */
export function hollowPng(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const parts = [pngChunk('IHDR', size), pngChunk('IDAT', deflateSync('')), pngChunk('IEND')];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** A change to an entry's fields in the directory of a zip archive, which has no comment. */
interface EntryClaim {
  readonly size?: number;
  readonly headerStart?: number;
  readonly method?: number;
}

/** An archive whose directory says something else of one of its entries, counted from 0. */
export function withClaim(archive: Uint8Array, index: number, claim: EntryClaim): Uint8Array {
  const bytes = Uint8Array.from(archive);
  const view = new DataView(bytes.buffer);
  let place = view.getUint32(bytes.length - 22 + 16, true);
  for (let before = 0; before < index; before++) place += 46 + view.getUint16(place + 28, true);
  if (claim.method !== undefined) view.setUint16(place + 10, claim.method, true);
  if (claim.size !== undefined) view.setUint32(place + 24, claim.size, true);
  if (claim.headerStart !== undefined) view.setUint32(place + 42, claim.headerStart, true);
  return bytes;
}
