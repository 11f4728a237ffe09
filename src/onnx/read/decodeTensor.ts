import { type TensorProto, TensorProto_DataLocation, TensorProto_DataType } from 'onnx-buf';
import { fromBfloat16 } from '../../tensor/bfloat16.ts';
import { fromFourBits } from '../../tensor/fourBits.ts';
import { type ElementType, elementArrays, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { checkRank } from '../graph/axisLimits.ts';
import { readTypeOf, widenedCodes } from '../graph/elementTypes.ts';

/**
 * Reads a tensor's bytes from a file beside the model.
 *
 * @param location path relative to the model's folder
 * @param length number of bytes; undefined for all that follow `offset`
 */
export type ReadExternal = (location: string, offset: number, length: number | undefined) => Uint8Array;

/**
 * Reads a tensor of a model file, from raw bytes, from the typed field of its element type or from a file beside the model.
 * Numbers of bfloat16 become float32, whole numbers of 4 bits such of 8.
 *
 * @throws Error when the element type is not supported, there are more than 64 axes, a size is negative, or the data does not
 *   have exactly as many elements as the shape
 */
export function decodeTensor(proto: TensorProto, readExternal?: ReadExternal): Tensor {
  const type = readTypeOf(proto.dataType);
  if (!type) {
    throw new Error(`tensor '${proto.name}': element type ${nameOfCode(proto.dataType)} is not supported`);
  }
  checkRank(`tensor '${proto.name}' has`, proto.dims);
  const shape = proto.dims.map(Number);
  if (shape.some((dim) => dim < 0)) {
    throw new Error(`tensor '${proto.name}': shape [${shape}] has a negative size`);
  }
  if (proto.segment) throw new Error(`tensor '${proto.name}': segments are not supported`);
  const isExternal = proto.dataLocation === TensorProto_DataLocation.EXTERNAL;
  const bytes = isExternal ? externalBytes(proto, readExternal) : proto.rawData;
  const isRaw = isExternal || bytes.length > 0;
  const data =
    fromWidened(proto, isRaw ? bytes : null, sizeOf(shape)) ??
    (isRaw ? fromBytes(proto.name, type, bytes) : fromFields(proto, type));
  if (data.length !== sizeOf(shape)) {
    throw new Error(
      `tensor '${proto.name}': shape [${shape}] needs ${sizeOf(shape)} elements, got ${data.length}`,
    );
  }
  return { type, shape, data };
}

/** The name of an element type's code, or the code where ONNX has none. */
export function nameOfCode(code: number): string {
  return TensorProto_DataType[code] ?? `${code}`;
}

/** The bytes of a tensor that lie in a file beside the model. */
export function externalBytes(
  { name, externalData }: TensorProto,
  read: ReadExternal | undefined,
): Uint8Array {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location');
  if (!read || !location)
    throw new Error(`tensor '${name}': its data is in another file, '${location ?? ''}'`);
  const count = (key: string) => {
    const text = entries.get(key);
    if (text !== undefined && !/^\d{1,15}$/.test(text)) {
      throw new Error(`tensor '${name}': ${key} of external data must be a count of bytes, got '${text}'`);
    }
    return text === undefined ? undefined : Number(text);
  };
  return read(location, count('offset') ?? 0, count('length'));
}

function fromBytes(name: string, type: ElementType, bytes: Uint8Array): Tensor['data'] {
  const { BYTES_PER_ELEMENT: width } = elementArrays[type];
  if (bytes.length % width !== 0) {
    throw new Error(`tensor '${name}': ${bytes.length} bytes are not whole ${type} elements`);
  }
  // Bytes inside a file lie at any address, which a typed array must not. (Buffer's slice() would be no copy.)
  const ownsMemory = bytes.length === bytes.buffer.byteLength;
  const { buffer } = ownsMemory ? bytes : new Uint8Array(bytes);
  return new elementArrays[type](buffer as ArrayBuffer, 0, bytes.length / width);
}

/** Elements of a type that graphs do not have; undefined for any other. */
function fromWidened(
  { name, dataType, int32Data }: TensorProto,
  bytes: Uint8Array | null,
  count: number,
): Tensor['data'] | undefined {
  if (dataType === widenedCodes.bfloat16) {
    const bits = bytes ? fromBytes(name, 'uint16', bytes) : Uint16Array.from(int32Data);
    return fromBfloat16(bits as Uint16Array);
  }
  if (dataType !== widenedCodes.int4 && dataType !== widenedCodes.uint4) return undefined;
  const packed = bytes ?? int32Data;
  const needed = Math.ceil(count / 2);
  if (packed.length !== needed) {
    throw new Error(
      `tensor '${name}': ${count} numbers of 4 bits need ${needed} bytes, got ${packed.length}`,
    );
  }
  return fromFourBits(packed, count, dataType === widenedCodes.int4);
}

function fromFields(proto: TensorProto, type: ElementType): Tensor['data'] {
  switch (type) {
    case 'float32':
      return Float32Array.from(proto.floatData);
    case 'float64':
      return Float64Array.from(proto.doubleData);
    case 'int64':
      return BigInt64Array.from(proto.int64Data);
    case 'uint64':
      return BigUint64Array.from(proto.uint64Data);
    case 'uint32':
      return Uint32Array.from(proto.uint64Data, Number);
    default:
      return elementArrays[type].from(proto.int32Data);
  }
}
