import type { Preset } from '../../spectrum/split/preset.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { leavesNoHfc } from '../../spectrum/split/splitFrequencies.ts';
import { UserError } from '../../wording/userError.ts';
import type { StudyData } from '../spec/scales.ts';

/** @throws UserError where images are too small for a radius */
export function checkRadii(
  radii: readonly number[],
  { dataset, shape: [, height, width] }: Pick<StudyData, 'dataset' | 'shape'>,
  preset: Preset,
): void {
  const boundary = boundaryOf(preset);
  const empty = radii.filter((radius) => leavesNoHfc(height, width, radius, { boundary }));
  if (empty.length === 0) return;
  throw new UserError(
    `${dataset}: its images of ${width} × ${height} have no high frequencies beyond r = ${empty.join(', ')}; give smaller ones with --radius`,
  );
}
