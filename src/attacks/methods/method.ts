import type { NormName } from '../perturbation/norms.ts';
import type { AttackParameters, GivenParameters } from './attackParameters.ts';
import type { Place, Walk } from './walk.ts';

/** All that there is to know of a method of attack; the others follow `methods.ts`. */
export interface Method {
  /** In tables, charts and on pages. */
  readonly title: string;
  /** Whether it is random noise, with which attacks are compared, and no attack itself. */
  readonly isBaseline: boolean;
  /** What a step asks of the classifier. One that needs logits only begins at a random place and raises the margin. */
  readonly needs: 'gradient' | 'logits';
  readonly norms: readonly NormName[];
  /** How many steps each restart has and the rule in words, of a method that has no choice; null where it is at least one. */
  readonly fixedSteps: { readonly count: number; readonly rule: string } | null;
  /** What differs from `plainParameters` where nothing is said. */
  defaults(given: GivenParameters): Partial<AttackParameters>;
  /** Begins a restart on one image: which perturbations are tried. */
  walk(place: Place): Walk;
}
