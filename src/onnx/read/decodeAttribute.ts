import { type AttributeProto, AttributeProto_AttributeType as Kind } from 'onnx-buf';
import type { Attribute } from '../graph/graph.ts';
import { decodeTensor, type ReadExternal } from './decodeTensor.ts';

const decodeText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Bounds such as the largest int64 of an open slice become the largest whole number of JavaScript. */
function decodeInt(value: bigint): number {
  return Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/**
 * Reads an attribute of a node in a model file.
 *
 * @throws Error when it holds a graph, a sparse tensor or a type
 */
export function decodeAttribute(proto: AttributeProto, readExternal?: ReadExternal): Attribute {
  switch (proto.type) {
    case Kind.FLOAT:
      return proto.f;
    case Kind.INT:
      return decodeInt(proto.i);
    case Kind.STRING:
      return decodeText(proto.s);
    case Kind.TENSOR:
      if (!proto.t) throw new Error(`attribute '${proto.name}' has no tensor`);
      return decodeTensor(proto.t, readExternal);
    case Kind.FLOATS:
      return proto.floats;
    case Kind.INTS:
      return proto.ints.map(decodeInt);
    case Kind.STRINGS:
      return proto.strings.map(decodeText);
    default:
      throw new Error(`attribute '${proto.name}' of type ${Kind[proto.type]} is not supported`);
  }
}
