import type { Classifier } from '../../runtime/classifier.ts';
import { NotFiniteError } from '../../runtime/notFiniteError.ts';
import { argmax } from '../../tensor/argmax.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** The prediction for an image whose logits are not all finite numbers: none, which is wrong. */
export const NO_ANSWER = -1;

/** What a classifier says to some images. */
export interface Answers {
  /** The class of the largest logit (of equal ones, the first), one an image; or `NO_ANSWER`. */
  readonly predictions: Int32Array;
  /** Its softmax probability, 0 … 1; 0 where there is no answer. */
  readonly confidences: Float32Array;
}

/** Room for the answers to `count` images. */
export function emptyAnswers(count: number): Answers {
  return { predictions: new Int32Array(count), confidences: new Float32Array(count) };
}

/**
 * A classifier's logits for parts of images, also where it has none for some: what divides an image by its own deviation
 * has no answer to a flat one.
 */
export async function logitsOfParts(
  classifier: Pick<Classifier, 'logits'>,
  images: Tensor<'float32'>,
): Promise<Tensor<'float32'>> {
  try {
    return await classifier.logits(images);
  } catch (error) {
    if (error instanceof NotFiniteError && error.what === 'logits' && error.values) return error.values;
    throw error;
  }
}

/**
 * Reads answers off logits into `answers`, from image `start` on.
 *
 * @param logits [n, classes]
 */
export function storeAnswers(
  { shape: [count, classes], data }: Tensor<'float32'>,
  answers: Answers,
  start = 0,
): void {
  for (let image = 0; image < count; image++) {
    const row = data.subarray(image * classes, (image + 1) * classes);
    if (!row.every(Number.isFinite)) {
      answers.predictions[start + image] = NO_ANSWER;
      answers.confidences[start + image] = 0;
      continue;
    }
    const best = argmax(row);
    let total = 0;
    for (let label = 0; label < classes; label++)
      total += label === best ? 1 : Math.exp(row[label] - row[best]);
    answers.predictions[start + image] = best;
    answers.confidences[start + image] = 1 / total;
  }
}

/** The answers that logits [n, classes] are. */
export function answersOf(logits: Tensor<'float32'>): Answers {
  const answers = emptyAnswers(logits.shape[0]);
  storeAnswers(logits, answers);
  return answers;
}

/** 1 for each image whose answer is its label. */
export function rightOf({ predictions }: Answers, labels: Int32Array): Uint8Array {
  return Uint8Array.from(labels, (label, image) => (predictions[image] === label ? 1 : 0));
}

/** How many flags are set. */
export function countOf(flags: Uint8Array): number {
  let count = 0;
  for (const flag of flags) count += flag;
  return count;
}
