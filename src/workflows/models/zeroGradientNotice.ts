import { methodsByLogits } from '../../attacks/methods/methods.ts';
import { zeroGradients } from '../../autodiff/rules/zero.ts';
import { readBatch } from '../../data/dataset/dataset.ts';
import { argmax } from '../../tensor/argmax.ts';
import type { OpenModel } from './openModel.ts';

/** Images whose gradients are looked at. */
const IMAGES = 16;

/**
 * What it means that a model's gradients are zero everywhere, as of a binarised one, in a sentence.
 *
 * @returns null where some gradient is not, or none can be computed
 */
export async function zeroGradientNotice({
  classifier,
  graph,
  preflight,
  dataset,
}: Pick<OpenModel, 'classifier' | 'graph' | 'preflight' | 'dataset'>): Promise<string | null> {
  if (graph === null || preflight.problems.length > 0) return null;
  const count = Math.min(IMAGES, dataset.test.count);
  const { images } = await readBatch(
    dataset.test,
    Array.from({ length: count }, (_, image) => image),
  );
  const { data } = await classifier.logits(images);
  const { classes } = classifier;
  // Of a class that the model is sure of, the loss is 0 and so is its gradient.
  const labels = Int32Array.from(
    { length: count },
    (_, image) => (argmax(data.subarray(image * classes, (image + 1) * classes)) + 1) % classes,
  );
  const { gradient } = await classifier.inputGradient(images, labels);
  if (gradient.data.some((value) => value !== 0)) return null;
  const steps = [...new Set(graph.nodes.map(({ op }) => op))].filter((op) =>
    Object.hasOwn(zeroGradients, op),
  );
  const why = steps.length > 0 ? ` (its steps have no slope: ${steps.join(', ')})` : '';
  return `zero gradients: of ${count} images every gradient is zero everywhere${why}, so attacks that follow gradients change nothing; only ${methodsByLogits.join(' and ')} say how robust it is`;
}
