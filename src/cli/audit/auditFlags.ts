import { auditSettingsSchema } from '../../audit/plan/auditSettings.ts';
import type { AuditModelsSettings } from '../../workflows/audit/auditModels.ts';
import { auditDefaults } from '../../workflows/audit/resolveAudit.ts';
import { settingText } from '../../workflows/common/requestOf.ts';
import { modelFlags } from '../models/modelFlags.ts';
import { choice, epsilons, numbers, text } from '../terminal/flagKinds.ts';
import type { FlagsOf, Typed } from '../terminal/flags.ts';
import { type OutputFlags, outputFlags } from '../terminal/outputFlags.ts';

const { budget, preset } = auditSettingsSchema.shape;

/** Flags of `passband audit`. */
export const auditFlags = {
  budget: {
    ...choice(budget.options, 'how much time: about 1, 10 or 60 minutes'),
    default: auditDefaults.budget,
  },
  epsilon: { ...epsilons('sizes of the attacks in L∞'), default: settingText(auditDefaults.epsilon) },
  radius: {
    ...numbers(
      'LIST',
      'cut-offs that are named, in frequency bins',
      'numbers ≥ 0 with commas between them, as 4,8,12,16',
      (radii) => radii.every((radius) => radius >= 0),
    ),
    default: settingText(auditDefaults.radius),
  },
  preset: {
    ...choice(preset.options, 'conventions of the paper, or of its code'),
    default: auditDefaults.preset,
  },
  plan: text('FILE', 'repeat the plan of an earlier audit.json: the same counts, radii and steps'),
  out: text('DIR', 'folder for the results'),
  resume: text('DIR', 'go on with the audit in this folder'),
  ...modelFlags,
  ...outputFlags,
} as const satisfies FlagsOf<AuditModelsSettings, 'out' | 'resume' | keyof OutputFlags>;

export type AuditFlags = Typed<typeof auditFlags>;
