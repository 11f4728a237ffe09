import type { Graph } from '../graph/graph.ts';
import { decodeProto, parseModel } from './decodeModel.ts';
import type { ReadExternal } from './decodeTensor.ts';
import { describeModel, type ModelHeader } from './describeModel.ts';

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
}

export interface ModelFileOptions {
  /** As people call the file. */
  readonly path: string;
  /** Reads weights that lie in files beside the model. */
  readonly readExternal: ReadExternal;
}

/**
 * Reads the bytes of an `.onnx` file, also of one whose operators Passband does not support.
 *
 * @throws Error of one line when they hold no model
 */
export function modelFile(bytes: Uint8Array, { path, readExternal }: ModelFileOptions): ModelFile {
  if (bytes.length === 0) throw new Error('modelFile: the file is empty');
  const model = parseModel(bytes);
  const file = { path, bytes: bytes.length, sha256: '', header: describeModel(model) };
  try {
    return { ...file, graph: decodeProto(model, readExternal), error: '' };
  } catch (error) {
    return { ...file, graph: null, error: (error as Error).message.replace(/^decodeModel: /, '') };
  }
}
