import { type DataFile, externalData } from '../../../src/onnx/read/externalData.ts';
import { type ModelFile, modelFile } from '../../../src/onnx/read/modelFile.ts';
import type { ModelSource } from './modelSource.ts';

// WebAssembly has 4 GB at most, and a model lies there twice, its gradient's graph too.
const LARGEST = 2 ** 29;

/**
 * Reads a model and the weights beside it, in a worker.
 *
 * @throws Error of one line when the files are too large for a page, are no model, or are not all there
 */
export async function readSource({ name, file, beside }: ModelSource): Promise<ModelFile> {
  let total = 0;
  const claim = (bytes: number) => {
    total += bytes;
    if (total <= LARGEST) return;
    throw new Error(
      `the model has more than ${megabytes(LARGEST)} of weights, which is too much for a page; passband audit opens it`,
    );
  };
  claim(file.size);
  const readExternal = externalData((location) => {
    const wanted = location.split(/[/\\]/).at(-1);
    const found = beside.find((each) => each.name === wanted);
    if (!found) {
      throw new Error(`its weights are in another file: drop the model and ‘${wanted}’ together`);
    }
    claim(found.size);
    return blobFile(found);
  });
  return modelFile(new Uint8Array(await file.arrayBuffer()), { path: name, readExternal });
}

function blobFile(file: File): DataFile {
  return {
    size: file.size,
    read(offset, length = file.size - offset) {
      if (length < 0 || offset + length > file.size) {
        throw new Error(
          `‘${file.name}’ ends after ${file.size} bytes, the model asks for ${offset + length}; is it this model’s file?`,
        );
      }
      // Decoding asks for weights while it goes; a worker may read a file at once.
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(file.slice(offset, offset + length)));
    },
  };
}

/** Workers have it, the page has not, and TypeScript's library is the page's. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
