import type { SearchedMethod } from '../../attacks/minimalEpsilon.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import type { PlannedAttack } from '../../audit/plan/attackPlan.ts';

/** What is to be done: an attack at each ε, or the authors' search. */
export type AttackTask =
  | { readonly preset: 'paper'; readonly planned: readonly PlannedAttack[] }
  | { readonly preset: 'authors'; readonly method: SearchedMethod; readonly epsilons: readonly Epsilon[] };
