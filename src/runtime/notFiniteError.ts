import type { Tensor } from '../tensor/tensor.ts';

/** A network answered an image with NaN or with an infinity, so that nothing measured on it would mean anything. */
export class NotFiniteError extends Error {
  /** The values, such as 'logits'. */
  readonly what: string;
  /** Its place in the batch. */
  readonly image: number;
  readonly value: number;
  /** Those of the whole batch, of which those of other images may be finite. */
  readonly values: Tensor<'float32'> | undefined;

  constructor(what: string, image: number, value: number, values?: Tensor<'float32'>) {
    super(`createClassifier: the ${what} of image ${image} must be finite, got ${value}`);
    this.name = 'NotFiniteError';
    this.what = what;
    this.image = image;
    this.value = value;
    this.values = values;
  }
}

/** @throws NotFiniteError that names the first image with a value that is not finite */
export function checkFinite(what: string, values: Tensor<'float32'>): void {
  const { shape, data } = values;
  // A loop: `findIndex` makes an object of each value, and gradients have millions.
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(data[at]))
      throw new NotFiniteError(what, Math.floor((at * shape[0]) / data.length), data[at], values);
  }
}
