import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { systemReason } from '../../files/systemReason.ts';
import { temporaryName } from '../../files/temporaryName.ts';
import type { Graph } from '../graph/graph.ts';
import { encodeModel } from './encodeModel.ts';

/**
 * Writes a graph as an `.onnx` file of opset 17, whole or not at all: under another name first, then renamed.
 *
 * @throws Error of one line that names the file when it cannot be written; what was there before stays
 */
export function writeModel(path: string, graph: Graph): void {
  try {
    replaceFile(path, encodeModel(graph));
  } catch (error) {
    throw new Error(`writeModel: ${path}: ${systemReason(error).replace(/\s+/g, ' ')}`, { cause: error });
  }
}

function replaceFile(path: string, bytes: Uint8Array): void {
  const temporary = temporaryName(path);
  const file = openSync(temporary, 'wx');
  try {
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
