import { type ClassifierGraphOptions, classifierGraph } from '../networks/classifier/classifierGraph.ts';
import type { Convention } from '../networks/classifier/convention.ts';
import type { ImageShape } from '../networks/classifier/modelInput.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { type BlackBox, createBlackBoxClassifier } from './blackBoxClassifier.ts';
import { type Classifier, type ClassifierOptions, createClassifier } from './classifier.ts';
import type { Pool } from './pool.ts';

export interface ModelClassifierOptions
  extends ClassifierGraphOptions,
    Pick<ClassifierOptions, 'block' | 'smallest'> {
  readonly image: ImageShape;
}

/**
 * A classifier of pixels in [0, 1] from a model as it was read, or as its file has it.
 *
 * @returns with the classifier graph that runs, null of a black box
 */
export async function modelClassifier(
  pool: Pool,
  model: Graph | BlackBox,
  convention: Convention,
  { image, output, classOrder, settled, ...options }: ModelClassifierOptions,
): Promise<{ readonly graph: Graph | null; readonly classifier: Classifier }> {
  if ('bytes' in model) {
    const given = { convention, image, classOrder, settled };
    return { graph: null, classifier: await createBlackBoxClassifier(pool, model, given) };
  }
  const graph = classifierGraph(model, convention, { image, output, classOrder, settled });
  return { graph, classifier: await createClassifier(pool, graph, options) };
}
