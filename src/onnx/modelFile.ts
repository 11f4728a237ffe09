import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { decodeProto, parseModel } from './decodeModel.ts';
import { describeModel, type ModelHeader } from './describeModel.ts';
import { externalReader } from './externalReader.ts';
import { readRange } from './fileRange.ts';
import type { Graph } from './graph.ts';

/** A model file: what it says of itself, and its graph where Passband can read it. */
export interface ModelFile {
  readonly path: string;
  /** Size of the file, without weights in other files. */
  readonly bytes: number;
  /** Of the file's content, in hexadecimal. */
  readonly sha256: string;
  readonly header: ModelHeader;
  readonly graph: Graph | null;
  /** Why there is no graph, in one line; empty where there is one. */
  readonly error: string;
}

/**
 * Reads an `.onnx` file, also one whose operators Passband does not support.
 *
 * @throws Error of one line that names the file, when it cannot be read or holds no model
 */
export function readModelFile(path: string): ModelFile {
  try {
    const bytes = readRange(path, 0, undefined);
    if (bytes.length === 0) throw new Error('the file is empty');
    const model = parseModel(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = { path, bytes: bytes.length, sha256, header: describeModel(model) };
    try {
      return { ...file, graph: decodeProto(model, externalReader(dirname(path))), error: '' };
    } catch (error) {
      return { ...file, graph: null, error: reasonOf(error) };
    }
  } catch (error) {
    throw new Error(`readModel: ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `there is no such file (${(error as Error).message})`;
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^decodeModel: /, '')
    .replace(/\s+/g, ' ')
    .slice(0, 500);
}
