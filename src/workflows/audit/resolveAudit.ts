import { type Epsilon, parseEpsilon } from '../../attacks/parseEpsilon.ts';
import { type AuditSettings, auditSettings, type Budget } from '../../audit/plan/auditSettings.ts';

/** How a model is audited. Each setting is what the flag of its name takes. */
export interface GivenAudit {
  /** How much of everything. */
  readonly budget?: Budget | undefined;
  /** Sizes of the attacks in L∞. */
  readonly epsilon?: readonly Epsilon[] | undefined;
  /** Cut-offs that are named, in frequency bins. */
  readonly radius?: readonly number[] | undefined;
  /** Conventions of the paper, or of its code. */
  readonly preset?: AuditSettings['preset'] | undefined;
  /** Seed of everything random; by default 0. */
  readonly seed?: number | undefined;
}

/** What an audit has where its settings say nothing. */
export const auditDefaults = {
  budget: 'standard',
  epsilon: ['2/255', '4/255', '8/255', '16/255'].map(parseEpsilon),
  radius: [4, 8, 12, 16],
  preset: 'paper',
  seed: 0,
} as const satisfies GivenAudit;

/** The audit that settings ask for, in full. */
export function resolveAudit(given: GivenAudit): AuditSettings {
  const {
    budget = auditDefaults.budget,
    epsilon: epsilons = auditDefaults.epsilon,
    radius: radii = auditDefaults.radius,
    preset = auditDefaults.preset,
    seed = auditDefaults.seed,
  } = given;
  return auditSettings({ budget, preset, seed, radii, epsilons });
}
