import { type ElementType, elementArrays, sizeOf, type Tensor, tensor } from '../../tensor/tensor.ts';

/** Named tensors and a few words about them: the content of a `.safetensors` file. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const codes = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint64: 'U64',
  uint32: 'U32',
  uint16: 'U16',
  uint8: 'U8',
  bool: 'BOOL',
} as const satisfies Record<ElementType, string>;

const types = new Map(Object.entries(codes).map(([type, code]) => [code as string, type as ElementType]));

/** The format's own limit on its header, which keeps a damaged length from being believed. */
const maxHeaderBytes = 100_000_000;

/** The bytes of a safetensors file. */
export function encodeSafetensors(content: Safetensors): Uint8Array {
  return new Uint8Array(Buffer.concat(safetensorsParts(content)));
}

/**
 * A safetensors file in pieces: its header, then each tensor on the memory that it has. Wide types come first, so that
 * every tensor lies aligned.
 */
export function safetensorsParts({ tensors, metadata }: Safetensors): Uint8Array[] {
  const entries = [...tensors].sort(
    ([, a], [, b]) => elementArrays[b.type].BYTES_PER_ELEMENT - elementArrays[a.type].BYTES_PER_ELEMENT,
  );
  // A null prototype, so that a tensor may be called `__proto__`.
  const header: Record<string, unknown> = Object.assign(Object.create(null), { __metadata__: metadata });
  let offset = 0;
  for (const [name, { type, shape, data }] of entries) {
    if (name === '__metadata__') throw new RangeError(`encodeSafetensors: no tensor may be named ${name}`);
    header[name] = { dtype: codes[type], shape, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = new Uint8Array(8 + Math.ceil(json.length / 8) * 8).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - 8), true);
  start.set(json, 8);
  const bytesOf = ([, { data }]: (typeof entries)[number]) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [start, ...entries.map(bytesOf)];
}

/**
 * Reads a safetensors file. The tensors are copies.
 *
 * @throws Error that names the rule of the format which `bytes` break: a cut file, a header that is not JSON, a
 *   tensor outside the data, a gap, an overlap
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = bytes.length < 8 ? -1n : view.getBigUint64(0, true);
  if (headerBytes < 0n || headerBytes > maxHeaderBytes || 8n + headerBytes > bytes.length) {
    throw new Error(`safetensors: the header must lie inside the file, got a file of ${bytes.length} bytes`);
  }
  const dataStart = 8 + Number(headerBytes);
  const { __metadata__: metadata = {}, ...header } = parseHeader(bytes.subarray(8, dataStart));
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new Error('safetensors: __metadata__ must map strings to strings');
  }
  const entries = Object.entries(header).map(([name, entry]) => checkEntry(name, entry));
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  const tensors = new Map<string, Tensor>();
  let position = 0;
  for (const { name, type, shape, start, end } of entries) {
    if (start !== position) {
      throw new Error(`safetensors: ${name} must start at byte ${position} of the data, got ${start}`);
    }
    position = end;
    // Not `bytes.slice`: of a Buffer that would be a view on the whole file, and not aligned.
    const data = new Uint8Array(bytes.subarray(dataStart + start, dataStart + end));
    if (data.length !== end - start) throw new Error(`safetensors: the file ends inside ${name}`);
    tensors.set(name, tensor(type, shape, new elementArrays[type](data.buffer) as Tensor['data']));
  }
  if (dataStart + position !== bytes.length) {
    throw new Error(`safetensors: ${bytes.length - dataStart - position} bytes belong to no tensor`);
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Error('safetensors: the header is not JSON');
  }
  if (!isRecord(header)) throw new Error('safetensors: the header must be an object');
  return header;
}

function checkEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = isRecord(entry) ? entry : {};
  const type = types.get(dtype as string);
  if (!type) throw new Error(`safetensors: ${name} has the type ${JSON.stringify(dtype)}, which is not read`);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw new Error(`safetensors: ${name} must have a shape and two data_offsets of whole numbers ≥ 0`);
  }
  const [start, end] = offsets;
  const size = sizeOf(shape) * elementArrays[type].BYTES_PER_ELEMENT;
  if (end - start !== size) {
    throw new Error(`safetensors: ${name} needs ${size} bytes, got ${end - start}`);
  }
  return { name, type, shape, start, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
