import type { Method } from './method.ts';

/** The baseline of every attack: one random perturbation of size epsilon a restart, and no step. */
export const noise: Method = {
  title: 'white noise',
  isBaseline: true,
  needs: 'logits',
  norms: ['linf', 'l2'],
  fixedSteps: { count: 0, rule: 'noise has no steps (restarts are its draws)' },
  defaults: () => ({ loss: 'margin', stepSize: 0, randomStart: true, steps: 0 }),
  walk: ({ norm, settings, random }) => ({
    start: (delta) => norm.noise(delta, settings.epsilon, random),
    next() {},
  }),
};
