import type { Place, Walk } from './walk.ts';

/**
 * Steps along the gradient. With momentum μ along what has been gathered, g ← μ g + ∇ / ‖∇‖₁ (Dong et al., 2018,
 * MI-FGSM). FGSM is its single step of length epsilon, PGD the walk without momentum.
 */
export function gradientWalk({ norm, image, settings, random }: Place): Walk {
  const { epsilon, steps, stepSize, schedule, momentum } = settings;
  const gathered = new Float64Array(momentum > 0 ? image.length : 0);
  let step = 0;
  return {
    start(delta) {
      if (settings.randomStart) norm.randomStart(delta, epsilon, random);
    },
    next(delta, _, { gradient }) {
      if (momentum > 0) gather(gathered, gradient, momentum);
      const share = schedule === 'constant' ? 1 : (1 + Math.cos((Math.PI * step) / steps)) / 2;
      norm.step(delta, momentum > 0 ? gathered : gradient, share * stepSize);
      step++;
    },
  };
}

function gather(gathered: Float64Array, gradient: Float32Array, momentum: number): void {
  let length = 0;
  for (let at = 0; at < gradient.length; at++) length += Math.abs(gradient[at]);
  const scale = length === 0 ? 0 : 1 / length;
  for (let at = 0; at < gathered.length; at++) gathered[at] = momentum * gathered[at] + scale * gradient[at];
}
