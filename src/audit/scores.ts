import { wilsonInterval } from '../statistics/wilsonInterval.ts';
import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';
import type { NamedConvention } from './commonConventions.ts';

/** How well a model does under a convention, image by image as they come. */
export interface Score extends NamedConvention {
  readonly right: boolean[];
  /** Of the true classes, summed over the images. */
  logLikelihood: number;
}

/** Adds the answers to more images; where a logit is not a number, or there are none, no class is right. */
export function scoreRows(score: Score, logits: Tensor<'float32'> | undefined, labels: Int32Array): void {
  labels.forEach((label, image) => {
    const classes = logits?.shape[1] ?? 0;
    const row = logits?.data.subarray(image * classes, (image + 1) * classes) ?? Float32Array.of();
    const largest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    score.right.push(Number.isFinite(largest) && row.indexOf(largest) === label);
    score.logLikelihood += (row[label] ?? Number.NaN) - largest - Math.log(sum);
  });
}

/** A score as the record keeps it. */
export function tally({ name, convention, right, logLikelihood }: Score) {
  const n = right.length;
  const correct = right.filter(Boolean).length;
  return {
    name,
    convention,
    correct,
    n,
    accuracy: correct / n,
    ...wilsonInterval(correct, n),
    meanLogLikelihood: Number.isFinite(logLikelihood) ? logLikelihood / n : null,
  };
}

export interface LabelledPart {
  readonly images: Tensor<'float32'>;
  readonly labels: Int32Array;
}

/** `count` images spread evenly over all of them, and the others; each in their order. */
export function everyNth(
  images: Tensor<'float32'>,
  labels: Int32Array,
  count: number,
): [LabelledPart, LabelledPart] {
  const n = labels.length;
  const isChosen = (index: number) =>
    n <= count || Math.floor((index * count) / n) !== Math.floor(((index + 1) * count) / n);
  const size = sizeOf(images.shape.slice(1));
  const part = (indices: readonly number[]): LabelledPart => {
    const picked = float32([indices.length, ...images.shape.slice(1)]);
    indices.forEach((index, place) => {
      picked.data.set(images.data.subarray(index * size, (index + 1) * size), place * size);
    });
    return { images: picked, labels: Int32Array.from(indices, (index) => labels[index]) };
  };
  const all = [...labels.keys()];
  return [part(all.filter(isChosen)), part(all.filter((index) => !isChosen(index)))];
}
