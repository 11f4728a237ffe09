import type { Graph } from '../graph/graph.ts';
import { readModelFile } from './readModelFile.ts';

/**
 * Reads an `.onnx` file with the weights that lie in files of its own folder, as a graph of opset 17.
 *
 * @throws Error of one line that names the file, when it cannot be read, is no model that Passband supports, or
 *   points outside its folder or behind the end of a file
 */
export function readModel(path: string): Graph {
  const { graph, error } = readModelFile(path);
  if (graph) return graph;
  throw new Error(`readModel: ${path}: ${error}`);
}
