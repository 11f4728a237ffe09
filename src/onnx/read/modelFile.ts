import type { Graph } from '../graph/graph.ts';
import { ShapeError } from '../infer/rule.ts';
import { decodeProto, parseModel, type ReadingOptions } from './decodeModel.ts';
import type { ReadExternal } from './decodeTensor.ts';
import { describeModel, type ModelHeader } from './describeModel.ts';
import { type RawModel, rawModel } from './rawModel.ts';

/** A model file: what it says of itself, and its graph where Passband can read it. */
export interface ModelFile {
  readonly path: string;
  /** Size of the file, without weights in other files. */
  readonly bytes: number;
  /** Of the file's content and of the files with its weights, in hexadecimal; empty where nobody asked for it. */
  readonly sha256: string;
  readonly header: ModelHeader;
  readonly graph: Graph | null;
  /** Why there is no graph, in one line; empty where there is one. */
  readonly error: string;
  /**
   * The model as its file has it, for where the graph is missing or not enough; null where the file is damaged, or ONNX
   * Runtime could not run it either. It keeps the file's bytes.
   */
  readonly raw: () => RawModel | null;
}

export interface ModelFileOptions extends ReadingOptions {
  /** As people call the file. */
  readonly path: string;
  readonly readExternal: ReadExternal;
}

/**
 * Reads the bytes of an `.onnx` file, also of one whose operators Passband does not support.
 *
 * @throws Error of one line when they hold no model
 */
export function modelFile(bytes: Uint8Array, { path, ...options }: ModelFileOptions): ModelFile {
  if (bytes.length === 0) throw new Error('modelFile: the file is empty');
  const model = parseModel(bytes);
  const raw = once(() => attempt(() => rawModel(model.proto, options.readExternal)));
  const file = { path, bytes: bytes.length, sha256: '', header: describeModel(model), raw };
  try {
    return { ...file, graph: decodeProto(model, options), error: '' };
  } catch (error) {
    // Weights in other files are read with the file, whether there is a graph or not.
    raw();
    const isWrong = (error as Error).cause instanceof ShapeError;
    return {
      ...file,
      ...(isWrong && { raw: () => null }),
      graph: null,
      error: (error as Error).message.replace(/^decodeModel: /, ''),
    };
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function attempt<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}

/** Whether a file is in the layout of one kind of processor. */
export function isOptimisedFile({ header }: Pick<ModelFile, 'header'>): boolean {
  return header.nodes.some(({ domain }) => domain === 'com.microsoft.nchwc');
}
