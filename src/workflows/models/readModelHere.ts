import { isOptimisedFile, type ModelFile } from '../../onnx/read/modelFile.ts';
import { readModelFile } from '../../onnx/read/readModelFile.ts';

/**
 * Reads an `.onnx` file, also one that ONNX Runtime saved for a processor: it is taken to be of this machine's kind, which
 * is how ONNX Runtime would run it here.
 *
 * @throws Error of one line that names the file
 */
export async function readModelHere(path: string): Promise<ModelFile> {
  const file = readModelFile(path);
  if (!isOptimisedFile(file)) return file;
  // The engine takes a second to load.
  const [{ blockSize }, { onnxruntime }] = await Promise.all([
    import('../../runtime/blockSize.ts'),
    import('../../runtime/onnxruntime.ts'),
  ]);
  return readModelFile(path, { block: await blockSize(onnxruntime) });
}
