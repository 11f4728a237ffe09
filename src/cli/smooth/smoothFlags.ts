import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import type { Smoothing } from '../../audit/kernels/smoothing.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import type { ModelFlags } from '../models/modelFlags.ts';
import type { OutputFlags } from '../training/runTrain.ts';

export interface SmoothFlags extends ModelFlags, OutputFlags {
  readonly rho: string;
  readonly epsilon: string;
  readonly preset: Smoothing['preset'];
  readonly out?: string;
}

/** ρ as typed, ascending, each once. */
export function rhosOf(typed: string): number[] {
  const rhos = typed.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (!rhos.every((rho) => rho > 0 && rho < Number.POSITIVE_INFINITY)) {
    throw new UserError(`--rho must be numbers > 0 with commas between them, as 0.1,0.25, got ${typed}`);
  }
  return [...new Set(rhos)].sort((a, b) => a - b);
}

/**
 * Sizes of attacks as typed, ascending, each once.
 *
 * @param norm L∞ by default, in which pixels of [0, 1] leave no room beyond 1
 */
export function epsilonsOf(typed: string, norm: 'linf' | 'l2' = 'linf'): Epsilon[] {
  const large = typed.split(',').find((word) => norm === 'linf' && Number(word) > 1);
  if (large !== undefined) {
    throw new UserError(
      `--epsilon is in pixel units of [0, 1], so at most 1 in L∞, got ${large}; ${large}/255?`,
    );
  }
  try {
    const epsilons = typed.split(',').map(parseEpsilon);
    const first = new Map(epsilons.toReversed().map((epsilon) => [epsilon.value, epsilon]));
    return [...first.values()].sort((a, b) => a.value - b.value);
  } catch (error) {
    throw new UserError(`--epsilon ${oneLine(error)}`);
  }
}
