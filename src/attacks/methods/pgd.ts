import { gradientWalk } from './gradientWalk.ts';
import type { Method } from './method.ts';

/** Madry et al., 2018. */
export const pgd: Method = {
  title: 'PGD',
  isBaseline: false,
  needs: 'gradient',
  norms: ['linf', 'l2'],
  fixedSteps: null,
  defaults: ({ epsilon, steps = 10 }) => ({
    steps: 10,
    stepSize: (2.5 * epsilon) / steps,
    randomStart: true,
  }),
  walk: gradientWalk,
};
