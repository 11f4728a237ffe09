import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  type GraphProto,
  GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type SparseTensorProto,
  type TensorProto,
  TensorProto_DataLocation,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { elementTypeOf } from '../graph/elementTypes.ts';
import type { Graph, Node, ValueType } from '../graph/graph.ts';
import { decodeInputs } from './decodeModel.ts';
import { decodeTensor, externalBytes, type ReadExternal } from './decodeTensor.ts';
import { decodeValueInfo } from './decodeValueInfo.ts';
import { isClassLabels, type RawEnd, rawEnds } from './rawEnds.ts';
import { nodesBehind, runnableEnds } from './runnableEnds.ts';

/** What a file says of the values between its nodes. */
export type StatedValues = Pick<Graph, 'types'> & {
  readonly nodes: readonly Pick<Node, 'op' | 'name' | 'outputs'>[];
};

/** A model as its file has it, for ONNX Runtime to run where Passband cannot express what it computes. */
export interface RawModel {
  /** Its inputs, the types that it states for values, and its metadata; a graph without nodes. */
  readonly description: Graph;
  /** The nodes and the types of their outputs, as far as the file states them. */
  readonly stated: StatedValues;
  /** How many outputs the file has. */
  readonly outputs: number;
  /** What could be its classes. */
  readonly ends: readonly RawEnd[];
  /** The bytes of a file with one output, `end.source`, and all weights inside. */
  encode(end: RawEnd): Uint8Array;
}

/**
 * What a file says of a model beyond its operators. The file is checked as far as that goes without them, and weights of
 * other files are brought into the message, so that ONNX Runtime opens none.
 *
 * @throws Error when the file is damaged, or has operators that ONNX Runtime lacks
 */
export function rawModel(model: ModelProto, readExternal: ReadExternal): RawModel {
  const graph = model.graph!;
  const weights = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  const inputs = decodeInputs(graph, weights, { unreadable: new Set() });
  const ends = runnableEnds(model, rawEnds(graph));
  for (const tensor of tensorsIn(model)) {
    bringIn(tensor, readExternal);
    if (elementTypeOf(tensor.dataType)) decodeTensor(tensor);
  }
  const types = new Map<string, ValueType>(inputs);
  for (const info of [...graph.valueInfo, ...graph.output]) {
    const isTensor = info.type?.value.case === 'tensorType' && elementTypeOf(info.type.value.value.elemType);
    const type = isTensor ? decodeValueInfo(info) : undefined;
    if (type) types.set(info.name, type);
  }
  const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
  return {
    description: {
      name: graph.name,
      ...{ inputs, types, metadata, nodes: [] },
      ...{ outputs: new Map(), initializers: new Map() },
    },
    stated: {
      types,
      nodes: graph.node.map(({ opType: op, name, output: outputs }) => ({ op, name, outputs })),
    },
    outputs: graph.output.length,
    ends,
    encode: (end) => encodeEnd(model, end),
  };
}

function bringIn(tensor: TensorProto, readExternal: ReadExternal): void {
  if (tensor.dataLocation !== TensorProto_DataLocation.EXTERNAL) return;
  tensor.rawData = externalBytes(tensor, readExternal) as Uint8Array<ArrayBuffer>;
  tensor.dataLocation = TensorProto_DataLocation.DEFAULT;
  tensor.externalData = [];
}

function encodeEnd(model: ModelProto, end: RawEnd): Uint8Array {
  const graph = model.graph!;
  const node = nodesBehind(
    graph.node.map((each) => asked(each, end)),
    [end.source],
  );
  // ONNX Runtime finds the type out; what the file states of an output may be wrong for the value before it.
  const output = [create(ValueInfoProtoSchema, { name: end.source })];
  const cut = create(GraphProtoSchema, { ...graph, node, output });
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, { ...model, trainingInfo: [], graph: cut }));
}

/** Where there are no scores, a classical model gives the index of the class in place of its name. */
function asked(node: NodeProto, { kind, source }: RawEnd): NodeProto {
  if (kind !== 'labels' || node.output[0] !== source) return node;
  const old = node.attribute.find(
    (each) => isClassLabels(each) && each.strings.length + each.ints.length > 0,
  )!;
  const indices = create(AttributeProtoSchema, {
    name: node.opType === 'TreeEnsembleClassifier' ? 'classlabels_int64s' : 'classlabels_ints',
    type: Kind.INTS,
    ints: Array.from({ length: old.strings.length || old.ints.length }, (_, index) => BigInt(index)),
  });
  const attribute = [...node.attribute.filter((each) => !isClassLabels(each)), indices];
  return create(NodeProtoSchema, { ...node, attribute });
}

/** Every tensor of a file: weights, attributes, and those of graphs and functions inside. */
function* tensorsIn({ graph, functions }: ModelProto): Generator<TensorProto> {
  if (graph) yield* ofGraph(graph);
  for (const { node, attributeProto } of functions) yield* ofNodes([...node, { attribute: attributeProto }]);
}

function* ofGraph({ initializer, sparseInitializer, node }: GraphProto): Generator<TensorProto> {
  yield* initializer;
  for (const sparse of sparseInitializer) yield* ofSparse(sparse);
  yield* ofNodes(node);
}

function* ofNodes(nodes: readonly Pick<NodeProto, 'attribute'>[]): Generator<TensorProto> {
  for (const { attribute } of nodes) {
    for (const { t, tensors, sparseTensor, sparseTensors, g, graphs } of attribute) {
      if (t) yield t;
      yield* tensors;
      if (sparseTensor) yield* ofSparse(sparseTensor);
      for (const sparse of sparseTensors) yield* ofSparse(sparse);
      if (g) yield* ofGraph(g);
      for (const graph of graphs) yield* ofGraph(graph);
    }
  }
}

function* ofSparse({ values, indices }: SparseTensorProto): Generator<TensorProto> {
  if (values) yield values;
  if (indices) yield indices;
}
