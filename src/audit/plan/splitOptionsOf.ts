import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import type { AuditSettings } from './auditSettings.ts';

/** How the preset splits an image, and what it shows of a component first. */
export function splitOptionsOf({ preset }: Pick<AuditSettings, 'preset'>) {
  return {
    boundary: boundaryOf(preset),
    rescales: preset === 'authors' ? (['max', 'none'] as const) : (['none', 'max'] as const),
  };
}
