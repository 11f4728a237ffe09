import { euclidean } from '../../statistics/euclidean.ts';
import type { Random } from '../../tensor/random.ts';
import { clamp } from './clamp.ts';

/**
 * How an attack measures, starts, steps and stays near: everything about a norm that its loop needs. A
 * perturbation δ is one image's, flattened, in float64.
 */
export interface Norm {
  readonly name: NormName;
  /** ‖δ‖. */
  size(delta: Float64Array): number;
  /** Fills `delta` with a random perturbation of ‖δ‖ ≤ epsilon, uniform in the ball. */
  randomStart(delta: Float64Array, epsilon: number, random: Random): void;
  /** Fills `delta` with a random perturbation of ‖δ‖ = epsilon: signs in L∞, a point on the sphere in L2. */
  noise(delta: Float64Array, epsilon: number, random: Random): void;
  /** Adds to `delta` the step of length `stepSize` that raises a function with this gradient the most. */
  step(delta: Float64Array, gradient: Float32Array | Float64Array, stepSize: number): void;
  /** Brings `delta` to the nearest perturbation with ‖δ‖ ≤ epsilon, up to rounding. */
  project(delta: Float64Array, epsilon: number): void;
}

export const normNames = ['linf', 'l2'] as const;
export type NormName = (typeof normNames)[number];

/** The largest change of a pixel. */
export const linf: Norm = {
  name: 'linf',
  size(delta) {
    let largest = 0;
    for (let index = 0; index < delta.length; index++) {
      const change = Math.abs(delta[index]);
      if (change > largest) largest = change;
    }
    return largest;
  },
  randomStart(delta, epsilon, random) {
    for (let index = 0; index < delta.length; index++) delta[index] = (2 * random.uniform() - 1) * epsilon;
  },
  noise(delta, epsilon, random) {
    for (let index = 0; index < delta.length; index++) delta[index] = random.integer(2) ? epsilon : -epsilon;
  },
  step(delta, gradient, stepSize) {
    for (let index = 0; index < delta.length; index++) {
      // Math.sign would branch, as in `clamp`.
      delta[index] += stepSize * (Number(gradient[index] > 0) - Number(gradient[index] < 0));
    }
  },
  project(delta, epsilon) {
    for (let index = 0; index < delta.length; index++) delta[index] = clamp(delta[index], -epsilon, epsilon);
  },
};

/** The root of the sum of squares. */
export const l2: Norm = {
  name: 'l2',
  size: euclidean,
  randomStart(delta, epsilon, random) {
    // Of a ball of n dimensions, the share r^n lies within r of its radius.
    l2.noise(delta, epsilon * random.uniform() ** (1 / delta.length), random);
  },
  noise(delta, epsilon, random) {
    for (let index = 0; index < delta.length; index++) delta[index] = random.normal();
    scale(delta, epsilon / euclidean(delta));
  },
  step(delta, gradient, stepSize) {
    const length = euclidean(gradient);
    if (length === 0) return;
    const share = stepSize / length;
    for (let index = 0; index < delta.length; index++) delta[index] += share * gradient[index];
  },
  project(delta, epsilon) {
    const length = euclidean(delta);
    if (length > epsilon) scale(delta, epsilon / length);
  },
};

export const norms: Readonly<Record<NormName, Norm>> = { linf, l2 };

function scale(values: Float64Array, factor: number): void {
  for (let index = 0; index < values.length; index++) values[index] *= factor;
}
