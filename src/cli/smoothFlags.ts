import { type Epsilon, parseEpsilon } from '../attacks/parseEpsilon.ts';
import type { Smoothing } from '../audit/smoothing.ts';
import { shellCommand } from '../report/shellCommand.ts';
import type { ModelFlags } from './modelFlags.ts';
import { oneLine } from './oneLine.ts';
import type { OutputFlags } from './runTrain.ts';
import { UserError } from './userError.ts';

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

/** Sizes of attacks as typed, ascending, each once. */
export function epsilonsOf(typed: string): Epsilon[] {
  try {
    const epsilons = typed.split(',').map(parseEpsilon);
    const first = new Map(epsilons.toReversed().map((epsilon) => [epsilon.value, epsilon]));
    return [...first.values()].sort((a, b) => a.value - b.value);
  } catch (error) {
    throw new UserError(`--epsilon ${oneLine(error)}`);
  }
}

/** The command that was typed, for a POSIX shell. */
export function smoothCommand(path: string, { quiet, json, ...flags }: SmoothFlags): string {
  return shellCommand(['passband', 'smooth', path], flags);
}
