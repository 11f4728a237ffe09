import { gradientWalk } from './gradientWalk.ts';
import type { Method } from './method.ts';

/** Dong et al., 2018. */
export const momentumPgd: Method = {
  title: 'momentum PGD',
  isBaseline: false,
  needs: 'gradient',
  norms: ['linf', 'l2'],
  fixedSteps: null,
  defaults: ({ epsilon, steps = 10 }) => ({ steps: 10, stepSize: epsilon / steps, momentum: 1 }),
  walk: gradientWalk,
};
