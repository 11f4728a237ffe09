import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { Tensor } from '../../tensor/tensor.ts';
import { isFloatAttribute } from '../graph/attributes.ts';
import { elementTypeCodes } from '../graph/elementTypes.ts';
import { type Attribute, type Domain, type Graph, type Node, OPSET, type ValueType } from '../graph/graph.ts';
import { encodeTensor } from './encodeTensor.ts';

/** The intermediate representation of ONNX 1.12, the first with opset 17. */
const IR_VERSION = 8n;

/** Protobuf's own limit for a message. */
const MAX_BYTES = 2 ** 31 - 1;

const domainVersions: Readonly<Record<Domain, number>> = {
  '': OPSET,
  'com.microsoft': 1,
  'com.microsoft.nchwc': 1,
};

const encodeText = (text: string) => new TextEncoder().encode(text);

function encodeAttribute(node: Node, name: string, value: Attribute): AttributeProto {
  const kinds = AttributeProto_AttributeType;
  const whole = (number: number): bigint => {
    if (Number.isSafeInteger(number)) return BigInt(number);
    throw new Error(`encodeModel: ${node.op} '${node.name}': ${name} must be an integer, got ${number}`);
  };
  const float = isFloatAttribute(node.op, name);
  if (typeof value === 'number') {
    if (float) return create(AttributeProtoSchema, { name, type: kinds.FLOAT, f: value });
    return create(AttributeProtoSchema, { name, type: kinds.INT, i: whole(value) });
  }
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: kinds.STRING, s: encodeText(value) });
  }
  if (isTensor(value)) {
    return create(AttributeProtoSchema, { name, type: kinds.TENSOR, t: encodeTensor('', value) });
  }
  if (isTextList(value)) {
    return create(AttributeProtoSchema, { name, type: kinds.STRINGS, strings: value.map(encodeText) });
  }
  if (float) return create(AttributeProtoSchema, { name, type: kinds.FLOATS, floats: [...value] });
  return create(AttributeProtoSchema, { name, type: kinds.INTS, ints: value.map(whole) });
}

const isTensor = (value: Attribute): value is Tensor => typeof value === 'object' && 'data' in value;

const isTextList = (value: readonly number[] | readonly string[]): value is readonly string[] =>
  typeof value[0] === 'string';

function encodeValueInfo(name: string, { type, shape }: ValueType): ValueInfoProto {
  const dim = shape.map((size) => ({
    value:
      typeof size === 'string'
        ? { case: 'dimParam' as const, value: size }
        : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const value = { elemType: elementTypeCodes[type], shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value } } });
}

/**
 * Writes a graph as the bytes of an `.onnx` file: opset 17, IR 8, weights inside.
 *
 * @throws Error when an integer attribute holds a fraction, when a domain is unknown, or when the model is larger
 *   than the 2 GB of a protobuf message
 */
export function encodeModel(graph: Graph): Uint8Array<ArrayBuffer> {
  const weights = [...graph.initializers.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  if (weights > MAX_BYTES) {
    throw new Error(
      `encodeModel: '${graph.name}' has ${weights} bytes of weights, a file holds ${MAX_BYTES}`,
    );
  }
  const domains = new Set<Domain>(['', ...graph.nodes.map(({ domain }) => domain)]);
  const opsetImport = [...domains].map((domain) => {
    const version = domainVersions[domain];
    if (!version) throw new Error(`encodeModel: domain '${domain}' is unknown`);
    return { domain, version: BigInt(version) };
  });
  const inner = graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => !graph.outputs.has(name));
  const encodeAll = (values: Iterable<readonly [string, ValueType]>) =>
    [...values].map(([name, type]) => encodeValueInfo(name, type));
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'passband',
    opsetImport,
    metadataProps: Object.entries(graph.metadata).map(([key, value]) => ({ key, value })),
    graph: create(GraphProtoSchema, {
      name: graph.name,
      input: encodeAll(graph.inputs),
      output: encodeAll(graph.outputs),
      valueInfo: inner.flatMap((name) => {
        const type = graph.types.get(name);
        return type ? encodeValueInfo(name, type) : [];
      }),
      initializer: [...graph.initializers].map(([name, value]) => encodeTensor(name, value)),
      node: graph.nodes.map((node) =>
        create(NodeProtoSchema, {
          opType: node.op,
          domain: node.domain,
          name: node.name,
          input: [...node.inputs],
          output: [...node.outputs],
          attribute: Object.entries(node.attributes).map(([name, value]) =>
            encodeAttribute(node, name, value),
          ),
        }),
      ),
    }),
  });
  return toBinary(ModelProtoSchema, model) as Uint8Array<ArrayBuffer>;
}
