import { createHash } from 'node:crypto';
import { readRange } from '../../files/readRange.ts';
import { systemReason } from '../../files/systemReason.ts';
import type { ReadingOptions } from './decodeModel.ts';
import type { ReadExternal } from './decodeTensor.ts';
import { externalReader } from './externalReader.ts';
import { type ModelFile, modelFile } from './modelFile.ts';

/**
 * Reads an `.onnx` file, also one whose operators Passband does not support.
 *
 * @throws Error of one line that names the file, when it cannot be read or holds no model
 */
export function readModelFile(path: string, { block }: Pick<ReadingOptions, 'block'> = {}): ModelFile {
  try {
    const bytes = readRange(path, 0, undefined);
    // Weights in other files are part of what the model is, in the order in which it reads them.
    const hash = createHash('sha256').update(bytes);
    const read = externalReader(path);
    const readExternal: ReadExternal = (...range) => {
      const data = read(...range);
      hash.update(data);
      return data;
    };
    return { ...modelFile(bytes, { path, readExternal, block }), sha256: hash.digest('hex') };
  } catch (error) {
    throw new Error(`readModel: ${path}: ${reasonOf(error, path)}`, { cause: error });
  }
}

function reasonOf(error: unknown, path: string): string {
  const message = systemReason(error);
  // Of the file itself, which the error names already.
  const said = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return said
    .replace(/^(?:decodeModel|modelFile): /, '')
    .replace(/\s+/g, ' ')
    .slice(0, 500);
}
