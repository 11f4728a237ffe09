import type { Random } from '../../tensor/random.ts';

/**
 * Draws from Beta(alpha, beta), as the share of one gamma variate in the sum of two.
 *
 * @returns a number in [0, 1]
 * @throws RangeError when `alpha` or `beta` is not a number > 0
 */
export function sampleBeta(alpha: number, beta: number, random: Random): number {
  for (const shape of [alpha, beta]) {
    if (!(shape > 0 && shape < Infinity)) {
      throw new RangeError(`sampleBeta: alpha and beta must be > 0, got ${shape}`);
    }
  }
  const first = sampleLogGamma(alpha, random);
  const second = sampleLogGamma(beta, random);
  return 1 / (1 + Math.exp(second - first));
}

// Marsaglia and Tsang (2000), with Gamma(a) = Gamma(a + 1) · U^(1/a) below 1. The logarithm is kept because both
// variates of a small shape underflow.
function sampleLogGamma(shape: number, random: Random): number {
  if (shape < 1) return sampleLogGamma(shape + 1, random) + Math.log(1 - random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const cube = (1 + c * normal) ** 3;
    const logUniform = Math.log(1 - random.uniform());
    if (cube > 0 && logUniform < 0.5 * normal * normal + d * (1 - cube + Math.log(cube))) {
      return Math.log(d * cube);
    }
  }
}
