import { apgd } from './apgd.ts';
import { fgsm } from './fgsm.ts';
import type { Method } from './method.ts';
import { momentumPgd } from './momentumPgd.ts';
import { noise } from './noise.ts';
import { pgd } from './pgd.ts';
import { square } from './square.ts';

/** The methods by the names that flags, records and measures have for them. */
export const methods = {
  fgsm,
  pgd,
  'momentum-pgd': momentumPgd,
  apgd,
  square,
  noise,
} as const satisfies Readonly<Record<string, Method>>;

export type AttackMethod = keyof typeof methods;
export const methodNames = Object.keys(methods) as AttackMethod[];
/** Those that models without gradients are attacked with. */
export const methodsByLogits = methodNames.filter((name) => methods[name].needs === 'logits');
