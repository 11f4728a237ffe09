import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema, type TensorProto } from 'onnx-buf';
import type { Tensor } from '../../tensor/tensor.ts';
import { startDraft } from '../build/draft.ts';
import type { Dim, Graph, Value, ValueType } from '../graph/graph.ts';
import { NEWEST_OPSET, OLDEST_OPSET, raiseNodes } from '../raise/raiseNodes.ts';
import { readsOf } from '../raise/rule.ts';
import { sortNodes } from '../rewrite/sortNodes.ts';
import { checkMessages } from './checkMessages.ts';
import { decodeNodes } from './decodeNodes.ts';
import { decodeTensor, type ReadExternal } from './decodeTensor.ts';
import { decodeValueInfo } from './decodeValueInfo.ts';
import { type FlatGraph, flatGraph, standardOpset } from './flatGraph.ts';
import { type ReadablePart, readablePart } from './readable.ts';
import { refuseFourBits } from './refuseFourBits.ts';

export interface ReadingOptions {
  /** Reads weights that lie in files beside the model; without it such a model is an error. */
  readonly readExternal?: ReadExternal | undefined;
  /** Channels in a block of the CPU provider's layout on this machine, for files that were saved in that layout. */
  readonly block?: number | undefined;
}

/** A model file's message, and its graph without functions and branches. */
export interface ParsedModel {
  readonly proto: ModelProto;
  readonly flat: FlatGraph;
}

/**
 * Reads the bytes of an `.onnx` file of opset 5 to 25 as a graph of opset 17.
 *
 * Inner values have types as far as these do not depend on values of the run; sizes without a name get one.
 *
 * @throws Error of one line when the bytes are no model, or hold what opset 17 or Passband cannot express
 */
export function decodeModel(bytes: Uint8Array, options: ReadingOptions = {}): Graph {
  return decodeProto(parseModel(bytes), options);
}

/**
 * Parses the bytes of an `.onnx` file.
 *
 * @throws Error of one line when they are no model, or its functions cannot be put in their places
 */
export function parseModel(bytes: Uint8Array): ParsedModel {
  let model: ModelProto;
  try {
    checkMessages(bytes, ModelProtoSchema);
  } catch (error) {
    throw oneLine(error);
  }
  try {
    model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    const reason = /recursion depth/.test(String(error)) ? TOO_DEEP : UNREADABLE;
    throw new Error(`decodeModel: ${whatElse(bytes) ?? reason}`, { cause: error });
  }
  if (!model.graph) {
    throw new Error(`decodeModel: ${whatElse(bytes) ?? 'not an ONNX model: there is no graph in it'}`);
  }
  try {
    return { proto: model, flat: flatGraph(model) };
  } catch (error) {
    throw oneLine(error);
  }
}

const UNREADABLE = 'not an ONNX model, or one that was cut off: its bytes cannot be read as one';

const TOO_DEEP = 'the graphs in its nodes are nested more than 30 deep, which is too deep to be read';

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

/** The graph of a parsed file, as `decodeModel`. */
export function decodeProto(model: ParsedModel, options: ReadingOptions = {}): Graph {
  try {
    return decode(model, options);
  } catch (error) {
    throw oneLine(error);
  }
}

function oneLine(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`decodeModel: ${message.replace(/\s+/g, ' ').slice(0, 500)}`, { cause: error });
}

function decode({ proto: model, flat }: ParsedModel, { readExternal, block }: ReadingOptions): Graph {
  const graph = model.graph!;
  const part = readablePart(model, flat);
  for (const { opset } of flat.nodes) checkOpset(opset);
  if (flat.nodes.length === 0) checkOpset(standardOpset(model.opsetImport) ?? 0);
  if (graph.sparseInitializer.length > 0) throw new Error('sparse initializers are not supported');
  const initializers = decodeInitializers(flat, part, readExternal);
  const inputs = decodeInputs(graph, initializers, part);
  const nodes = sortNodes(
    decodeNodes(part.nodes, readExternal),
    new Set<Value>([...inputs.keys(), ...initializers.keys()]),
    readsOf,
  );
  const declared = new Map<Value, ValueType>();
  for (const info of [...graph.valueInfo, ...graph.output]) {
    const type = part.unreadable.has(info.name) ? undefined : decodeValueInfo(info);
    if (type) declared.set(info.name, type);
  }
  refuseFourBits({ ...flat, nodes: part.nodes });
  const draft = startDraft({ inputs, initializers, outputs: [...part.outputs], nodes, declared });
  raiseNodes(nodes, draft, part.outputs, block);
  return {
    name: graph.name,
    inputs,
    ...draft.finish(),
    metadata: Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value])),
  };
}

function checkOpset(opset: number): void {
  if (opset >= OLDEST_OPSET && opset <= NEWEST_OPSET) return;
  const stated = opset === 0 ? 'missing' : opset;
  throw new Error(`opset ${stated} is not supported, only ${OLDEST_OPSET} to ${NEWEST_OPSET}`);
}

function decodeInitializers(
  { initializers: given }: FlatGraph,
  { unreadable }: ReadablePart,
  readExternal: ReadExternal | undefined,
): Map<Value, Tensor> {
  const initializers = new Map<Value, Tensor>();
  // The branches of a function that is called often have theirs once.
  const known = new Map<TensorProto, Tensor>();
  for (const { name, proto } of given) {
    if (unreadable.has(name)) continue;
    if (initializers.has(name)) throw new Error(`two initializers are named '${name}'`);
    const tensor = known.get(proto) ?? decodeTensor(proto, readExternal);
    known.set(proto, tensor);
    initializers.set(name, tensor);
  }
  return initializers;
}

/** The inputs that a file states; files of IR 3 list initializers among them too. */
export function decodeInputs(
  graph: GraphProto,
  initializers: ReadonlyMap<Value, unknown>,
  { unreadable }: Pick<ReadablePart, 'unreadable'>,
): Map<Value, ValueType> {
  const inputs = new Map<Value, ValueType>();
  for (const info of graph.input) {
    if (initializers.has(info.name) || unreadable.has(info.name)) continue;
    if (inputs.has(info.name)) throw new Error(`two inputs are named '${info.name}'`);
    const type = decodeValueInfo(info);
    if (!type) throw new Error(`input '${info.name}' has no shape`);
    inputs.set(info.name, withOwnNames(info.name, type));
  }
  return inputs;
}

/** An exporter's `None`, or one name for several sizes, says nothing of a size. */
function withOwnNames(input: Value, { type, shape }: ValueType): ValueType {
  const isOwn = (dim: Dim) => typeof dim === 'number' || shape.indexOf(dim) === shape.lastIndexOf(dim);
  return { type, shape: shape.map((dim, axis) => (isOwn(dim) ? dim : `${input}:${axis}`)) };
}
