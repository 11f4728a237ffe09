import type { Classifier } from '../runtime/classifier.ts';
import type { Random } from '../tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../tensor/tensor.ts';
import { linf, type Norm } from './norms.ts';
import { type Neighbourhood, placePerturbation } from './placePerturbation.ts';

export interface PgdOptions {
  /** Largest ‖δ‖ of an image, in pixel units, ≥ 0. */
  readonly epsilon: number;
  /** Number of gradient steps, ≥ 1; by default 10. */
  readonly steps?: number;
  /** Length of a step, in pixel units; by default 2.5 · epsilon / steps. */
  readonly stepSize?: number;
  /** By default `linf`. */
  readonly norm?: Norm;
  /** Starts from a random perturbation drawn here; without it, from the images themselves. */
  readonly random?: Random | undefined;
}

/**
 * Projected gradient descent (Madry et al., 2018): steps that raise the cross-entropy of the true labels, each
 * followed by the way back into the ball around the image and into the classifier's bounds.
 *
 * @param images [n, c, h, w], pixels within the classifier's bounds
 * @param labels true classes, n of them
 * @returns adversarial images of the last step, [n, c, h, w]: computed in float64 from these numbers, each is
 *   within epsilon and within the bounds, without a tolerance
 * @throws RangeError when an option, a label count or a pixel is out of range
 * @throws Error when the gradient is not finite
 */
export async function pgd(
  classifier: Pick<Classifier, 'bounds' | 'inputGradient'>,
  images: Tensor<'float32'>,
  labels: Int32Array,
  { epsilon, steps = 10, stepSize = (2.5 * epsilon) / steps, norm = linf, random }: PgdOptions,
): Promise<Tensor<'float32'>> {
  const { bounds } = classifier;
  checkOptions({ epsilon, steps, stepSize });
  checkImages(images, labels, bounds);
  const ball = { norm, epsilon, bounds };
  const adversarial = float32(images.shape, images.data.slice());
  if (random) {
    perturb(images, adversarial, ball, (delta) => norm.randomStart(delta, epsilon, random));
  }
  for (let step = 0; step < steps; step++) {
    const { gradient } = await classifier.inputGradient(adversarial, labels);
    if (!gradient.data.every(Number.isFinite)) {
      throw new Error(`pgd: the gradient is not finite at step ${step + 1} of ${steps}`);
    }
    perturb(images, adversarial, ball, (delta, start) =>
      norm.step(delta, gradient.data.subarray(start, start + delta.length), stepSize),
    );
  }
  return adversarial;
}

/** Changes each image's perturbation by `change`, which gets it and its first element's place in the batch. */
function perturb(
  { shape, data }: Tensor<'float32'>,
  adversarial: Tensor<'float32'>,
  ball: Neighbourhood,
  change: (delta: Float64Array, start: number) => void,
): void {
  const size = sizeOf(shape.slice(1));
  const delta = new Float64Array(size);
  for (let start = 0; start < data.length; start += size) {
    const image = data.subarray(start, start + size);
    const moved = adversarial.data.subarray(start, start + size);
    for (let index = 0; index < size; index++) delta[index] = moved[index] - image[index];
    change(delta, start);
    placePerturbation(image, delta, moved, ball);
  }
}

function checkOptions({
  epsilon,
  steps,
  stepSize,
}: {
  epsilon: number;
  steps: number;
  stepSize: number;
}): void {
  if (!(epsilon >= 0 && epsilon < Infinity)) throw new RangeError(`pgd: epsilon must be ≥ 0, got ${epsilon}`);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new RangeError(`pgd: steps must be a whole number ≥ 1, got ${steps}`);
  }
  if (!(stepSize >= 0 && stepSize < Infinity))
    throw new RangeError(`pgd: stepSize must be ≥ 0, got ${stepSize}`);
}

function checkImages(
  { shape, data }: Tensor<'float32'>,
  labels: Int32Array,
  [low, high]: readonly [number, number],
): void {
  if (labels.length !== shape[0]) {
    throw new RangeError(`pgd: ${shape[0]} images need as many labels, got ${labels.length}`);
  }
  const outside = data.find((pixel) => !(pixel >= low && pixel <= high));
  if (outside !== undefined) {
    throw new RangeError(`pgd: pixels must lie within the bounds [${low}, ${high}], got ${outside}`);
  }
}
