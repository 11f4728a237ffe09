import { argmax } from '../../tensor/argmax.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What a classifier says to some images. */
export interface Answers {
  /** The class of the largest logit (of equal ones, the first), one an image. */
  readonly predictions: Int32Array;
  /** Its softmax probability, 0 … 1. */
  readonly confidences: Float32Array;
}

/** Room for the answers to `count` images. */
export function emptyAnswers(count: number): Answers {
  return { predictions: new Int32Array(count), confidences: new Float32Array(count) };
}

/**
 * Reads answers off logits into `answers`, from image `start` on.
 *
 * @param logits [n, classes]
 * @throws Error when a logit is not a number
 */
export function storeAnswers(
  { shape: [count, classes], data }: Tensor<'float32'>,
  answers: Answers,
  start = 0,
): void {
  for (let image = 0; image < count; image++) {
    const row = data.subarray(image * classes, (image + 1) * classes);
    if (row.some(Number.isNaN)) {
      throw new Error(`storeAnswers: logits must be numbers, got NaN for image ${start + image}`);
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
