import type { Place, Walk } from './walk.ts';

/** The baseline of every attack: one random perturbation of size epsilon a restart, and no step. */
export function noiseWalk({ norm, settings, random }: Place): Walk {
  return {
    start: (delta) => norm.noise(delta, settings.epsilon, random),
    next() {},
  };
}
