import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import type { AuditChoices, AuditSettings } from '../../audit/plan/auditSettings.ts';
import type { Budget } from '../../audit/plan/ladder.ts';
import { ascending } from '../../statistics/ascending.ts';

/** How a model is audited. Each setting is what the flag of its name takes. */
export interface GivenAudit {
  /** How much time is to be spent: about 1, 10 or 60 minutes. */
  readonly budget?: Budget | undefined;
  /** Sizes of the attacks in L∞. */
  readonly epsilon?: readonly Epsilon[] | undefined;
  /** Cut-offs that are named, in frequency bins. */
  readonly radius?: readonly number[] | undefined;
  /** Conventions of the paper, or of its code. */
  readonly preset?: AuditSettings['preset'] | undefined;
  /** Seed of everything random; by default 0. */
  readonly seed?: number | undefined;
  /** Path of an earlier `audit.json` whose plan is repeated, in place of the settings above. */
  readonly plan?: string | undefined;
}

/** What an audit has where its settings say nothing: all that a plan (`plan`) stands for. */
export const auditDefaults = {
  budget: 'standard',
  epsilon: ['2/255', '4/255', '8/255', '16/255'].map(parseEpsilon),
  radius: [4, 8, 12, 16],
  preset: 'paper',
  seed: 0,
} as const satisfies Required<Omit<GivenAudit, 'plan'>>;

/** What settings ask for, in full. */
export function resolveAudit(given: GivenAudit): AuditChoices {
  const {
    budget = auditDefaults.budget,
    epsilon = auditDefaults.epsilon,
    radius = auditDefaults.radius,
    preset = auditDefaults.preset,
    seed = auditDefaults.seed,
  } = given;
  const radii = ascending(radius);
  return { budget, preset, seed, radii, epsilons: epsilon.toSorted((a, b) => a.value - b.value) };
}
