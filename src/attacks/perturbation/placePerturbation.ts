import { clamp } from './clamp.ts';
import type { Norm } from './norms.ts';

export interface Neighbourhood {
  readonly norm: Norm;
  /** Largest ‖δ‖, in pixel units. */
  readonly epsilon: number;
  /** Smallest and largest pixel. */
  readonly bounds: readonly [low: number, high: number];
}

/**
 * Writes x + δ into `adversarial` as float32 so that, computed in float64 from the stored numbers and without a
 * tolerance, every pixel lies within the bounds and ‖adversarial − x‖ ≤ epsilon; `delta` becomes that difference.
 *
 * @param image x, pixels within the bounds
 * @param delta a perturbation of any size
 */
export function placePerturbation(
  image: Float32Array,
  delta: Float64Array,
  adversarial: Float32Array,
  { norm, epsilon, bounds: [low, high] }: Neighbourhood,
): void {
  norm.project(delta, epsilon);
  const bits = new Int32Array(adversarial.buffer, adversarial.byteOffset, adversarial.length);
  for (let index = 0; index < image.length; index++) {
    const own = image[index];
    const pixel = clamp(own + delta[index], low, high);
    const rounded = Math.fround(pixel);
    adversarial[index] = rounded;
    // Rounding towards the image's own pixel leaves neither the bounds nor, but for δ's last bit, the ball. Floats of one
    // sign are ordered as their bits are, by magnitude; and comparisons are numbers as in `clamp`.
    const isFar = Number(Math.abs(rounded - own) > Math.abs(pixel - own));
    const isInwards = Number(own > rounded) ^ Number(bits[index] >= 0);
    bits[index] += isFar - 2 * (isFar & isInwards);
    delta[index] = adversarial[index] - own;
  }
  while (norm.size(delta) > epsilon) {
    for (let index = 0; index < image.length; index++) {
      adversarial[index] = towards(adversarial[index], image[index]);
      delta[index] = adversarial[index] - image[index];
    }
  }
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The float32 next to `value` in the direction of `target`; `target` itself when they are equal. */
function towards(value: number, target: number): number {
  if (value === target) return target;
  float[0] = value;
  if (value === 0) {
    bits[0] = 1;
    return target > 0 ? float[0] : -float[0];
  }
  bits[0] += target > value === value > 0 ? 1 : -1;
  return float[0];
}
