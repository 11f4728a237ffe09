import type { Dataset } from '../../data/dataset/dataset.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { leavesNoHfc } from '../../spectrum/split/splitFrequencies.ts';
import type { TrainingConfig } from '../../training/config/config.ts';

/** Warnings, at most one line, about cut-offs that leave nothing for HFC in the images of a data set. */
export function emptyHfcWarnings(
  {
    radius,
    trainOn,
    trainRadius,
    distance,
    preset,
  }: Pick<TrainingConfig, 'radius' | 'trainOn' | 'trainRadius' | 'distance' | 'preset'>,
  [, height, width]: Dataset['shape'],
): string[] {
  const boundary = boundaryOf(preset);
  const cuts = new Set(trainOn === 'hfc' ? [...radius, trainRadius!] : radius);
  const empty = [...cuts].filter((cut) => leavesNoHfc(height, width, cut, { distance, boundary }));
  if (empty.length === 0) return [];
  return [`r = ${empty.join(', ')} leaves no HFC in images of ${width} × ${height}`];
}
