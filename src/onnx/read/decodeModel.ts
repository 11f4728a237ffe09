import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema } from 'onnx-buf';
import type { Tensor } from '../../tensor/tensor.ts';
import { startDraft } from '../build/draft.ts';
import type { Graph, Value, ValueType } from '../graph/graph.ts';
import { NEWEST_OPSET, OLDEST_OPSET, raiseNodes } from '../raise/raiseNodes.ts';
import { sortNodes } from '../rewrite/sortNodes.ts';
import { decodeNodes } from './decodeNodes.ts';
import { decodeTensor, type ReadExternal } from './decodeTensor.ts';
import { decodeValueInfo } from './decodeValueInfo.ts';

/**
 * Reads the bytes of an `.onnx` file of opset 7 to 25 as a graph of opset 17.
 *
 * Inner values have types as far as these do not depend on values of the run; sizes without a name get one.
 *
 * @param readExternal reads weights that lie in files beside the model; without it such a model is an error
 * @throws Error of one line when the bytes are no model, or hold what opset 17 or Passband cannot express
 */
export function decodeModel(bytes: Uint8Array, readExternal?: ReadExternal): Graph {
  return decodeProto(parseModel(bytes), readExternal);
}

/** The message in the bytes of an `.onnx` file. */
export function parseModel(bytes: Uint8Array): ModelProto {
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new Error(`decodeModel: ${whatElse(bytes) ?? UNREADABLE}`, { cause: error });
  }
  if (!model.graph) {
    throw new Error(`decodeModel: ${whatElse(bytes) ?? 'not an ONNX model: there is no graph in it'}`);
  }
  return model;
}

const UNREADABLE = 'not an ONNX model, or one that was cut off: its bytes cannot be read as one';

/** What people save under a model's name by mistake; null where it is nothing that is known. */
function whatElse(bytes: Uint8Array): string | null {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<\?xml)/.test(start))
    return 'not an ONNX model but a web page, as a download may leave it';
  if (start.startsWith('version https://git-lfs'))
    return "not an ONNX model but Git LFS's pointer to one; git lfs pull fetches it";
  if (start.startsWith('pk\u0003\u0004'))
    return 'not an ONNX model but a ZIP archive, as PyTorch saves its models; export it to ONNX';
  return null;
}

/** The graph of a message, as `decodeModel`. */
export function decodeProto(model: ModelProto, readExternal?: ReadExternal): Graph {
  try {
    return decode(model, model.graph!, readExternal);
  } catch (error) {
    throw oneLine(error);
  }
}

function oneLine(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`decodeModel: ${message.replace(/\s+/g, ' ').slice(0, 500)}`, { cause: error });
}

function decode(model: ModelProto, graph: GraphProto, readExternal: ReadExternal | undefined): Graph {
  const opset = opsetOf(model);
  const initializers = decodeInitializers(graph, readExternal);
  const inputs = decodeInputs(graph, initializers);
  const nodes = sortNodes(
    decodeNodes(graph.node, readExternal),
    new Set<Value>([...inputs.keys(), ...initializers.keys()]),
  );
  const declared = new Map<Value, ValueType>();
  for (const info of [...graph.valueInfo, ...graph.output]) {
    const type = decodeValueInfo(info);
    if (type) declared.set(info.name, type);
  }
  const outputs = new Set(graph.output.map(({ name }) => name));
  const draft = startDraft({ inputs, initializers, outputs: [...outputs], nodes, declared });
  raiseNodes(nodes, opset, draft, outputs);
  return {
    name: graph.name,
    inputs,
    ...draft.finish(),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function opsetOf({ opsetImport }: ModelProto): number {
  const standard = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const opset = Number(standard?.version ?? 0);
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new Error(
      `opset ${standard ? opset : 'missing'} is not supported, only ${OLDEST_OPSET} to ${NEWEST_OPSET}`,
    );
  }
  return opset;
}

function decodeInitializers(graph: GraphProto, readExternal: ReadExternal | undefined): Map<Value, Tensor> {
  if (graph.sparseInitializer.length > 0) throw new Error('sparse initializers are not supported');
  const initializers = new Map<Value, Tensor>();
  for (const proto of graph.initializer) {
    if (initializers.has(proto.name)) throw new Error(`two initializers are named '${proto.name}'`);
    initializers.set(proto.name, decodeTensor(proto, readExternal));
  }
  return initializers;
}

/** Files of IR 3 list initializers among the inputs too. */
function decodeInputs(graph: GraphProto, initializers: ReadonlyMap<Value, Tensor>): Map<Value, ValueType> {
  const inputs = new Map<Value, ValueType>();
  for (const info of graph.input) {
    if (initializers.has(info.name)) continue;
    if (inputs.has(info.name)) throw new Error(`two inputs are named '${info.name}'`);
    const type = decodeValueInfo(info);
    if (!type) throw new Error(`input '${info.name}' has no shape`);
    inputs.set(info.name, type);
  }
  return inputs;
}
