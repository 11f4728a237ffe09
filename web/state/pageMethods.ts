import type { AttackMethod } from '../../src/attacks/methods/methods.ts';

/** The methods of attack that the page offers, the one that it begins with first. */
export const pageMethods = ['pgd', 'fgsm'] as const satisfies readonly AttackMethod[];
export type PageMethod = (typeof pageMethods)[number];
