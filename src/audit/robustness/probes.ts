import { z } from 'zod';
import { attack } from '../../attacks/attack.ts';
import { attackSettings } from '../../attacks/attackSettings.ts';
import type { Attacked } from '../../attacks/search.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { crossEntropyOf } from '../../statistics/crossEntropyOf.ts';
import { euclidean } from '../../statistics/euclidean.ts';
import { largest, smallest } from '../../statistics/extremes.ts';
import { argmax } from '../../tensor/argmax.ts';
import type { Random } from '../../tensor/random.ts';
import { float32, sizeOf, slice, type Tensor } from '../../tensor/tensor.ts';
import { answersOf, countOf, rightOf } from '../measures/answers.ts';

/** Small experiments by which an audit checks its own tools on this very model. */
export const probesSchema = z.object({
  /** Images of these experiments. */
  n: z.int().positive(),
  /** Images whose answer under PGD of size 0 is not the one without an attack. */
  changedAtZero: z.int().nullable(),
  /**
   * The gradient's length beside the finite difference of the loss along it, one image with a little noise each, its
   * label the likeliest class but one, of the step at which they agree best: |difference − length| / length.
   */
  gradientErrors: z.array(z.number()).nullable(),
  /** Where the model rounds its values, and its gradient goes straight through; absent where it does nowhere. */
  quantisers: z.int().positive().optional(),
  /** Largest change of a logit when an image is classified alone instead of among others, ÷ the logits' range. */
  batchDependence: z.number(),
});

export type Probes = Readonly<z.infer<typeof probesSchema>>;

/** Changes of pixels along the gradient: where the loss bends the small ones are right, where float32 rounds the large ones. */
const STEPS = [3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3];
const GRADIENTS = 8;
/**
 * Share of uniform noise in a pixel where gradients are compared. Between equal pixels, as of a black background, a
 * max-pool has a kink, at which no difference is a gradient.
 */
const NOISE = 0.02;

/**
 * @param images [n, c, h, w]
 * @param options.gradients false for a model whose gradient cannot be computed
 */
export async function probes(
  classifier: Attacked & Pick<Classifier, 'pieces'>,
  images: Tensor<'float32'>,
  labels: Int32Array,
  { random, gradients }: { readonly random: Random; readonly gradients: boolean },
): Promise<Probes> {
  const n = labels.length;
  // So many that no piece holds the first image alone.
  const copies = Math.ceil((2 * (classifier.pieces ?? 1)) / n);
  const crowd = copies > 1 ? repeated(images, copies) : images;
  const logits = slice(await classifier.logits(crowd), 0, n);
  const alone = await classifier.logits(slice(images, 0, 1));
  const own = slice(logits, 0, 1).data;
  const range = largest(logits.data) - smallest(logits.data);
  const gap = own.reduce((most, logit, at) => Math.max(most, Math.abs(logit - alone.data[at])), 0);
  const found = { n, batchDependence: range > 0 ? gap / range : 0 };
  if (!gradients) return { ...found, changedAtZero: null, gradientErrors: null };
  const { fallen } = await attack(classifier, images, labels, attackSettings({ method: 'pgd', epsilon: 0 }), {
    random,
  });
  const right = rightOf(answersOf(logits), labels);
  return {
    ...found,
    changedAtZero: countOf(fallen.map((flag, image) => (flag === right[image] ? 1 : 0))),
    gradientErrors: await gradientErrors(classifier, images, runnersUp(logits), random.fork('gradients')),
  };
}

/** Losses are differences of float32 logits in float64, so that no more digits are lost than the model itself loses. */
async function gradientErrors(
  classifier: Attacked,
  images: Tensor<'float32'>,
  labels: Int32Array,
  random: Random,
): Promise<number[]> {
  const count = Math.min(GRADIENTS, labels.length);
  const some = noisy(slice(images, 0, count), classifier.bounds, random);
  const { gradient } = await classifier.inputGradient(some, labels.subarray(0, count));
  const size = sizeOf(images.shape.slice(1));
  const errors: number[] = [];
  for (let image = 0; image < count; image++) {
    const direction = gradient.data.subarray(image * size, (image + 1) * size);
    const length = euclidean(direction);
    // A zero gradient is the zero-gradient check's to tell.
    if (length === 0) continue;
    const pixels = some.data.subarray(image * size, (image + 1) * size);
    const moved = float32([2 * STEPS.length, ...images.shape.slice(1)]);
    STEPS.forEach((step, place) => {
      for (let at = 0; at < size; at++) {
        const change = (step * direction[at]) / length;
        moved.data[2 * place * size + at] = pixels[at] + change;
        moved.data[(2 * place + 1) * size + at] = pixels[at] - change;
      }
    });
    const logits = await classifier.logits(moved);
    const differences = STEPS.map((step, place) => {
      const [up, down] = [2 * place, 2 * place + 1].map((row) =>
        crossEntropyOf(slice(logits, row, row + 1).data, labels[image]),
      );
      return Math.abs((up - down) / (2 * step) - length) / length;
    });
    errors.push(smallest(differences));
  }
  return errors;
}

/** The likeliest class but one of each image: the loss of a class that a model is sure of is flat, and lost in rounding. */
function runnersUp({ shape: [n, classes], data }: Tensor<'float32'>): Int32Array {
  return Int32Array.from({ length: n }, (_, image) => {
    const row = data.slice(image * classes, (image + 1) * classes);
    row[argmax(row)] = Number.NEGATIVE_INFINITY;
    return argmax(row);
  });
}

function noisy(
  { shape, data }: Tensor<'float32'>,
  [low, high]: readonly [number, number],
  random: Random,
): Tensor<'float32'> {
  return float32(
    shape,
    data.map((pixel) => (1 - NOISE) * pixel + NOISE * (low + (high - low) * random.uniform())),
  );
}

function repeated({ shape: [n, ...image], data }: Tensor<'float32'>, copies: number): Tensor<'float32'> {
  const result = float32([n * copies, ...image]);
  for (let copy = 0; copy < copies; copy++) result.data.set(data, copy * data.length);
  return result;
}
