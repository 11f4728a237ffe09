import { gradientWalk } from './gradientWalk.ts';
import type { Method } from './method.ts';

/** Goodfellow et al., 2015. */
export const fgsm: Method = {
  title: 'FGSM',
  isBaseline: false,
  needs: 'gradient',
  norms: ['linf', 'l2'],
  fixedSteps: { count: 1, rule: 'fgsm has 1 step' },
  defaults: ({ epsilon }) => ({ steps: 1, stepSize: epsilon }),
  walk: gradientWalk,
};
