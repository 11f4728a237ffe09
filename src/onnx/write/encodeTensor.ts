import { create } from '@bufbuild/protobuf';
import { type TensorProto, TensorProtoSchema } from 'onnx-buf';
import type { Tensor } from '../../tensor/tensor.ts';
import { elementTypeCodes } from '../graph/elementTypes.ts';

/** A tensor as model files hold it: its elements as little-endian bytes, on the same memory. */
export function encodeTensor(name: string, { type, shape, data }: Tensor): TensorProto {
  return create(TensorProtoSchema, {
    name,
    dataType: elementTypeCodes[type],
    dims: shape.map(BigInt),
    rawData: new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength),
  });
}
