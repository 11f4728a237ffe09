import { type ElementType, elementArrays, sizeOf, type Tensor } from './tensor.ts';

// Typed arrays have the byte order of the machine; every platform that ONNX Runtime supports is little-endian.
const codes = {
  float32: 'f4',
  float64: 'f8',
  float16: 'f2',
  int64: 'i8',
  int32: 'i4',
  int16: 'i2',
  int8: 'i1',
  uint64: 'u8',
  uint32: 'u4',
  uint16: 'u2',
  uint8: 'u1',
  bool: 'b1',
} as const satisfies Record<ElementType, string>;

const types = new Map(Object.entries(codes).map(([type, code]) => [code as string, type as ElementType]));

const magic = '\x93NUMPY';

/** Bytes of a header that are read: the longest of format 1.0. */
const LONGEST_HEADER = 0xffff;

/** The bytes of a NumPy `.npy` file (format 1.0, little-endian, C order): `numpy.load` gives the tensor back. */
export function encodeNpy({ type, shape, data }: Tensor): Uint8Array {
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${order}${codes[type]}', 'fortran_order': False, 'shape': (${dims}), }`;
  // NumPy aligns the data to 64 bytes: 10 bytes before the dictionary, one newline after the padding.
  const headerLength = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const bytes = new Uint8Array(headerLength + data.byteLength);
  bytes.set(latin1(`${magic}\x01\x00`));
  new DataView(bytes.buffer).setUint16(8, headerLength - 10, true);
  bytes.set(latin1(`${dictionary.padEnd(headerLength - 11)}\n`), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), headerLength);
  return bytes;
}

/**
 * Reads a NumPy `.npy` file of format 1.0, 2.0 or 3.0, in either byte order.
 *
 * @returns a tensor with memory of its own; a shape of () is a scalar
 * @throws Error when the bytes are no `.npy` file, when the array is in Fortran order or of a type that no
 *   tensor has (text, objects, complex numbers), or when there are fewer or more data bytes than the shape needs
 */
export function decodeNpy(bytes: Uint8Array): Tensor {
  const { type, shape, data } = viewNpy(bytes);
  return { type, shape, data: (data.buffer === bytes.buffer ? data.slice() : data) as typeof data };
}

/** As `decodeNpy`, on the memory of `bytes` where these lie as the machine wants them. */
export function viewNpy(bytes: Uint8Array): Tensor {
  const { header, dataStart } = readHeader(bytes);
  const descr = /'descr':\s*'([<>|=])([a-zA-Z]\d+)'/.exec(header);
  const type = descr && types.get(descr[2]);
  if (!descr || !type) {
    throw new Error(
      `decodeNpy: element type must be a bool, an integer or a float, got header ${shown(header)}`,
    );
  }
  if (/'fortran_order':\s*True/.test(header)) {
    throw new Error(
      'decodeNpy: the array must be in C order, got Fortran order (use numpy.ascontiguousarray)',
    );
  }
  const dims = /'shape':\s*\(([\d\s,L]*)\)/.exec(header);
  if (!dims) throw new Error(`decodeNpy: shape must be a tuple of integers, got header ${shown(header)}`);
  const shape = (dims[1].match(/\d+/g) ?? []).map(Number);
  const { BYTES_PER_ELEMENT: width } = elementArrays[type];
  const needed = sizeOf(shape) * width;
  if (bytes.length - dataStart !== needed) {
    throw new Error(
      `decodeNpy: shape [${shape}] of ${type} needs ${needed} data bytes, got ${bytes.length - dataStart}`,
    );
  }
  const isSwapped = descr[1] === '>' && width > 1;
  if (!isSwapped && (bytes.byteOffset + dataStart) % width === 0) {
    const count = needed / width;
    return {
      type,
      shape,
      data: new elementArrays[type](bytes.buffer as ArrayBuffer, bytes.byteOffset + dataStart, count),
    };
  }
  // Not `bytes.slice`: of a Buffer that would be a view.
  const own = Uint8Array.prototype.slice.call(bytes, dataStart);
  if (isSwapped) reverseEach(own, width);
  return { type, shape, data: new elementArrays[type](own.buffer) };
}

function readHeader(bytes: Uint8Array): { header: string; dataStart: number } {
  if (bytes.length < 12 || !latin1(magic).every((byte, index) => bytes[index] === byte)) {
    throw new Error("decodeNpy: the file must start with the magic number '\\x93NUMPY'");
  }
  const version = bytes[6];
  if (version < 1 || version > 3) throw new Error(`decodeNpy: format must be 1, 2 or 3, got ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerStart = version === 1 ? 10 : 12;
  const dataStart = headerStart + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart - headerStart > LONGEST_HEADER) {
    throw new Error(
      `decodeNpy: the header must have at most ${LONGEST_HEADER} bytes, got ${dataStart - headerStart}`,
    );
  }
  if (dataStart > bytes.length) {
    throw new Error(`decodeNpy: the header ends at byte ${dataStart}, the file at ${bytes.length}`);
  }
  return { header: new TextDecoder().decode(bytes.subarray(headerStart, dataStart)).trim(), dataStart };
}

const shown = (header: string) => (header.length > 200 ? `${header.slice(0, 200)}…` : header);

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function reverseEach(bytes: Uint8Array, width: number): void {
  for (let start = 0; start < bytes.length; start += width) bytes.subarray(start, start + width).reverse();
}
