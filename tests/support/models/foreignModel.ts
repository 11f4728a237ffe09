import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProtoSchema,
  type FunctionProtoSchema,
  type GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataType,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';

type NodeProto = MessageInitShape<typeof NodeProtoSchema>;
type AttributeProto = MessageInitShape<typeof AttributeProtoSchema>;
type GraphProto = MessageInitShape<typeof GraphProtoSchema>;
export type FunctionProto = MessageInitShape<typeof FunctionProtoSchema>;
export type TensorProto = MessageInitShape<typeof TensorProtoSchema>;
type ValueInfoProto = MessageInitShape<typeof ValueInfoProtoSchema>;

/** Attributes with their kinds spelled out, so that these models owe nothing to our own table of float names. */
export const attribute = {
  f: (name: string, f: number): AttributeProto => ({ name, type: Kind.FLOAT, f }),
  i: (name: string, i: number): AttributeProto => ({ name, type: Kind.INT, i: BigInt(i) }),
  s: (name: string, text: string): AttributeProto => ({
    name,
    type: Kind.STRING,
    s: new TextEncoder().encode(text),
  }),
  ss: (name: string, ...texts: string[]): AttributeProto => ({
    name,
    type: Kind.STRINGS,
    strings: texts.map((text) => new TextEncoder().encode(text)),
  }),
  fs: (name: string, ...floats: number[]): AttributeProto => ({ name, type: Kind.FLOATS, floats }),
  is: (name: string, ...ints: number[]): AttributeProto => ({
    name,
    type: Kind.INTS,
    ints: ints.map(BigInt),
  }),
  g: (name: string, g: GraphProto): AttributeProto => ({ name, type: Kind.GRAPH, g }),
  /** The attribute `of` of the function's call. */
  ref: (name: string, of: string, type: Kind): AttributeProto => ({ name, type, refAttrName: of }),
  t: (name: string, t: TensorProto): AttributeProto => ({ name, type: Kind.TENSOR, t }),
};

export const floats = (name: string, dims: number[], floatData: number[]): TensorProto => ({
  name,
  dataType: TensorProto_DataType.FLOAT,
  dims: dims.map(BigInt),
  floatData,
});

/** Whole numbers of a type that files keep in `int32_data`. */
export const whole = (
  name: string,
  dims: number[],
  dataType: TensorProto_DataType,
  int32Data: number[],
): TensorProto => ({ name, dataType, dims: dims.map(BigInt), int32Data });

export const int64s = (name: string, ...values: number[]): TensorProto => ({
  name,
  dataType: TensorProto_DataType.INT64,
  dims: [BigInt(values.length)],
  int64Data: values.map(BigInt),
});

export const node = (
  opType: string,
  input: string[],
  output: string[],
  ...attributes: AttributeProto[]
): NodeProto => ({ opType, input, output, attribute: attributes });

export function valueInfo(
  name: string,
  dims: readonly (number | string | undefined)[] | undefined,
  elemType = TensorProto_DataType.FLOAT,
): ValueInfoProto {
  const dim = dims?.map((size) => {
    if (size === undefined) return {};
    if (typeof size === 'string') return { value: { case: 'dimParam' as const, value: size } };
    return { value: { case: 'dimValue' as const, value: BigInt(size) } };
  });
  const value = dim ? { elemType, shape: { dim } } : { elemType };
  return { name, type: { value: { case: 'tensorType', value } } };
}

export interface ForeignModel {
  readonly opset: number;
  readonly ir?: number;
  readonly nodes: NodeProto[];
  readonly inputs: ValueInfoProto[];
  readonly outputs: ValueInfoProto[];
  /** Types of values between the nodes. */
  readonly values?: ValueInfoProto[];
  readonly initializers?: TensorProto[];
  readonly functions?: FunctionProto[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The bytes of a model as another program would write them, in any opset. */
export function foreignModel({
  opset,
  ir = 7,
  nodes,
  inputs,
  outputs,
  values = [],
  initializers = [],
  functions = [],
  metadata = {},
}: ForeignModel): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(ir),
    opsetImport: [
      { domain: '', version: BigInt(opset) },
      { domain: 'com.microsoft', version: 1n },
      ...[...new Set(functions.map(({ domain = '' }) => domain))].map((domain) => ({ domain, version: 1n })),
      { domain: 'ai.onnx.ml', version: 1n },
    ],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    functions,
    graph: {
      ...{ name: 'foreign', node: nodes, input: inputs, output: outputs },
      ...{ valueInfo: values, initializer: initializers },
    },
  });
  return toBinary(ModelProtoSchema, model);
}
