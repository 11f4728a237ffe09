import type { Convention } from '../../networks/classifier/convention.ts';
import { NotFiniteError } from '../../runtime/notFiniteError.ts';
import { argmax } from '../../tensor/argmax.ts';
import { float32, slice, type Tensor } from '../../tensor/tensor.ts';
import type { DoctorOptions, TriedImages } from './doctorOptions.ts';
import type { Normalisation } from './normalisation.ts';
import type { Score } from './scores.ts';
import type { TriedModel } from './triedModel.ts';

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
  model: TriedModel,
  tied: readonly Score[],
  { images, labels, signal }: TriedImages & Pick<DoctorOptions, 'signal'>,
): Promise<Step | null> {
  const n = Math.min(labels.length, stepImages(images.shape[2], images.shape[3]));
  const some = { images: slice(images, 0, n), labels: labels.subarray(0, n) };
  const accuracies: number[][] = [];
  for (const { convention } of tied) {
    signal?.throwIfAborted();
    try {
      accuracies.push(await stepAccuracies(model, convention, some));
    } catch (error) {
      if (error instanceof NotFiniteError) return null;
      throw error;
    }
  }
  const steps = EPSILONS.map((epsilon, at) => {
    const own = accuracies.map((all) => all[at]).toSorted((a, b) => a - b);
    return { epsilon, n, lowest: own[0], highest: own[own.length - 1] };
  });
  return steps.toSorted((a, b) => b.highest - b.lowest - (a.highest - a.lowest))[0];
}

async function stepAccuracies(
  model: TriedModel,
  convention: Convention,
  { images, labels }: TriedImages,
): Promise<number[]> {
  const gradient = await model.inputGradient(images, labels, convention);
  const accuracies: number[] = [];
  for (const epsilon of EPSILONS) {
    const logits = await model.logits(stepped(images, gradient, epsilon), convention);
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
