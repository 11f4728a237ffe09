import { createHash } from 'node:crypto';
import { externalReader } from './externalReader.ts';
import { readRange } from './fileRange.ts';
import { type ModelFile, modelFile } from './modelFile.ts';

/**
 * Reads an `.onnx` file, also one whose operators Passband does not support.
 *
 * @throws Error of one line that names the file, when it cannot be read or holds no model
 */
export function readModelFile(path: string): ModelFile {
  try {
    const bytes = readRange(path, 0, undefined);
    const { read, sha256 } = externalReader(path);
    const file = modelFile(bytes, { path, sha256: sha256Of(bytes), readExternal: read });
    // Weights in other files are part of what the model is.
    const others = sha256();
    return others === '' ? file : { ...file, sha256: sha256Of(`${file.sha256}\n${others}`) };
  } catch (error) {
    throw new Error(`readModel: ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

const sha256Of = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex');

function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `there is no such file (${(error as Error).message})`;
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^(?:decodeModel|modelFile): /, '')
    .replace(/\s+/g, ' ')
    .slice(0, 500);
}
