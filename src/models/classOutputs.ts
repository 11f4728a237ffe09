import { classCount, findLogits } from '../networks/classifier/findLogits.ts';
import { withImageAxes } from '../networks/classifier/imageAxes.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import type { ModelFile } from '../onnx/read/modelFile.ts';
import { blackBoxEnds } from './preflight/findBlackBox.ts';

/** Outputs that could be the classes, and whether it is clear which one is. */
export function classOutputs(file: ModelFile): { readonly outputs: string[]; readonly isClear: boolean } {
  if (!file.graph) {
    const raw = file.raw();
    const ends = raw ? blackBoxEnds(raw) : [];
    return { outputs: ends.map(({ end }) => end.output), isClear: ends.length < 2 };
  }
  const graph = inOrder(file.graph);
  const outputs = [...graph.outputs.keys()].filter((name) => classCount(graph, name) !== undefined);
  return { outputs, isClear: attempt(() => findLogits(graph)) !== undefined };
}

/**
 * The one output with as many classes as a data set, where it is not clear otherwise which output is the classes.
 *
 * @returns undefined where it is clear, and where none or several have that many
 */
export function outputWithClasses(file: ModelFile, count: number): string | undefined {
  const { outputs, isClear } = classOutputs(file);
  if (isClear || !file.graph) return undefined;
  const graph = inOrder(file.graph);
  // One number an image tells two classes apart.
  const fitting = outputs.filter((output) => Math.max(2, classCount(graph, output) ?? 0) === count);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** With the axes of images, where every operator is understood, which that takes. */
const inOrder = (graph: Graph) => attempt(() => withImageAxes(graph).graph) ?? graph;

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
