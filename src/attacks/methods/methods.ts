import type { AttackMethod } from '../attackSettings.ts';
import { apgdWalk } from './apgd.ts';
import { gradientWalk } from './gradientWalk.ts';
import { noiseWalk } from './noise.ts';
import { squareWalk } from './square.ts';
import type { Place, Walk } from './walk.ts';

/** A method: what it asks of each place that it comes to, and its walk. */
export interface Method {
  readonly sees: 'gradient' | 'logits';
  walk(place: Place): Walk;
}

export const methods: Readonly<Record<AttackMethod, Method>> = {
  fgsm: { sees: 'gradient', walk: gradientWalk },
  pgd: { sees: 'gradient', walk: gradientWalk },
  'momentum-pgd': { sees: 'gradient', walk: gradientWalk },
  apgd: { sees: 'gradient', walk: apgdWalk },
  square: { sees: 'logits', walk: squareWalk },
  noise: { sees: 'logits', walk: noiseWalk },
};
