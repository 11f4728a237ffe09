import type { AuditSettings, Budget } from '../../audit/plan/auditSettings.ts';
import { UserError } from '../../wording/userError.ts';
import type { ModelFlags } from '../models/modelFlags.ts';
import type { OutputFlags } from '../training/runTrain.ts';

export interface AuditFlags extends ModelFlags, OutputFlags {
  readonly budget: Budget;
  readonly epsilon: string;
  readonly radius: string;
  readonly preset: AuditSettings['preset'];
  readonly out?: string;
  readonly resume?: string;
}

/** Cut-offs as typed. */
export function radiiOf(typed: string): number[] {
  const radii = typed.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (radii.every((radius) => radius >= 0 && radius < Infinity)) return radii;
  throw new UserError(`--radius must be numbers ≥ 0 with commas between them, as 4,8,12,16, got ${typed}`);
}
