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
  for (let index = 0; index < image.length; index++) {
    const own = image[index];
    const moved = own + delta[index];
    const pixel = moved < low ? low : moved > high ? high : moved;
    let rounded = Math.fround(pixel);
    // Rounding towards the image's own pixel leaves neither the bounds nor, but for δ's last bit, the ball.
    if (Math.abs(rounded - own) > Math.abs(pixel - own)) rounded = towards(rounded, own);
    adversarial[index] = rounded;
    delta[index] = rounded - own;
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
  // Floats of one sign are ordered as their bits are, by magnitude.
  bits[0] += target > value === value > 0 ? 1 : -1;
  return float[0];
}
