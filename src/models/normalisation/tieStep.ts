import { classifierGraph } from '../../networks/classifier/classifierGraph.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import { type Classifier, createClassifier } from '../../runtime/classifier.ts';
import { NotFiniteError } from '../../runtime/notFiniteError.ts';
import { argmax } from '../../tensor/argmax.ts';
import { float32, slice, type Tensor } from '../../tensor/tensor.ts';
import type { DoctorOptions, TriedImages } from './doctorOptions.ts';
import type { Normalisation } from './normalisation.ts';
import type { Score } from './scores.ts';

/** Sizes of the step in pixels of [0, 1]: what is small for one model leaves nothing of another's accuracy. */
const EPSILONS = [1 / 255, 4 / 255, 16 / 255];
/** Images that take a step; fewer where each takes a large model's time. */
const stepImages = (height: number, width: number) => (height * width > 64 * 64 ? 32 : 128);

type Step = NonNullable<NonNullable<Normalisation['tie']>['step']>;

/**
 * How much of a model's robust accuracy hangs on which of several conventions is taken: its accuracy under each after one
 * step along the sign of the loss's gradient (FGSM).
 *
 * @returns of several sizes the one where the conventions differ most; null where an answer is not a finite number
 */
export async function tieStep(
  model: Graph,
  tied: readonly Score[],
  { images, labels, ...options }: DoctorOptions & TriedImages,
): Promise<Step | null> {
  const n = Math.min(labels.length, stepImages(images.shape[2], images.shape[3]));
  const some = { images: slice(images, 0, n), labels: labels.subarray(0, n) };
  const accuracies: number[][] = [];
  for (const { convention } of tied) {
    options.signal?.throwIfAborted();
    const { pool, block, channels, output, classOrder, settled } = options;
    const image = [channels, images.shape[2], images.shape[3]] as const;
    const graph = classifierGraph(model, convention, { image, output, classOrder, settled });
    const classifier = await createClassifier(pool, graph, { block });
    try {
      accuracies.push(await stepAccuracies(classifier, some));
    } catch (error) {
      if (error instanceof NotFiniteError) return null;
      throw error;
    } finally {
      await classifier.release();
    }
  }
  const steps = EPSILONS.map((epsilon, at) => {
    const own = accuracies.map((all) => all[at]).toSorted((a, b) => a - b);
    return { epsilon, n, lowest: own[0], highest: own[own.length - 1] };
  });
  return steps.toSorted((a, b) => b.highest - b.lowest - (a.highest - a.lowest))[0];
}

async function stepAccuracies(classifier: Classifier, { images, labels }: TriedImages): Promise<number[]> {
  const { gradient } = await classifier.inputGradient(images, labels);
  const accuracies: number[] = [];
  for (const epsilon of EPSILONS) {
    const logits = await classifier.logits(stepped(images, gradient, epsilon));
    const classes = logits.shape[1];
    const right = labels.filter(
      (label, image) => argmax(logits.data.subarray(image * classes, (image + 1) * classes)) === label,
    );
    accuracies.push(right.length / labels.length);
  }
  return accuracies;
}

function stepped(images: Tensor<'float32'>, gradient: Tensor<'float32'>, epsilon: number): Tensor<'float32'> {
  const moved = images.data.map((pixel, at) =>
    Math.min(1, Math.max(0, pixel + epsilon * Math.sign(gradient.data[at]))),
  );
  return float32(images.shape, moved);
}
