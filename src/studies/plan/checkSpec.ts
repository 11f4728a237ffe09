import type { Preset } from '../../spectrum/split/preset.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { leavesNoHfc } from '../../spectrum/split/splitFrequencies.ts';
import { UserError } from '../../wording/userError.ts';
import type { PartName } from '../parts/partNames.ts';
import { type Quantity, quantityOf } from '../results/quantities.ts';
import type { StudyData } from '../spec/scales.ts';
import type { StudySpec } from '../spec/studySpec.ts';

/** @throws UserError where images are too small for a radius */
export function checkRadii(
  radii: readonly number[],
  { dataset, shape: [, height, width] }: StudyData,
  preset: Preset,
): void {
  const boundary = boundaryOf(preset);
  const empty = radii.filter((radius) => leavesNoHfc(height, width, radius, { boundary }));
  if (empty.length === 0) return;
  throw new UserError(
    `${dataset}: its images of ${width} × ${height} have no high frequencies beyond r = ${empty.join(', ')}; give smaller ones with --radius`,
  );
}

type Shown = readonly { readonly text: string; readonly quantity: Quantity }[];

function shownBy({ show }: Pick<StudySpec, 'show'>): Shown {
  const texts = show.flatMap((each) =>
    'curves' in each ? each.curves : 'bars' in each ? each.bars : each.table,
  );
  return texts.map((text) => ({ text, quantity: quantityOf(text) }));
}

/** The part that each kind of quantity is taken from; null of what every run's history has. */
const partBehind: Readonly<Record<Quantity['kind'], PartName | null>> = {
  ...{ accuracy: null, trained: null, gap: null, epochsTo: null },
  attack: 'attacks',
  certificate: 'certificate',
  smoothness: 'kernels',
  decided: 'components',
};

/**
 * Refuses a study that would show what it does not measure.
 *
 * @param radii at which each run is measured
 * @throws UserError of one line: what is shown, and what it needs
 */
export function checkShown(
  spec: Pick<StudySpec, 'name' | 'show' | 'measure' | 'vary'>,
  radii: readonly number[],
): void {
  const { name, measure, vary = {} } = spec;
  const variesRadius = (Array.isArray(vary) ? vary : [vary]).some((keys) => 'radius' in keys);
  for (const { text, quantity } of shownBy(spec)) {
    const part = partBehind[quantity.kind];
    if (part !== null && !measure.includes(part)) {
      throw new UserError(`${name}: show: ${text} needs ${part}; add ${part} to measure`);
    }
    if (quantity.kind !== 'accuracy' || quantity.radius === null || variesRadius) continue;
    if (radii.includes(quantity.radius)) continue;
    throw new UserError(
      `${name}: show: ${text}: no run is measured at r = ${quantity.radius}, only at ${radii.join(', ')}; add it to radius in base`,
    );
  }
}

/** The sizes of attacks and certificates that a study shows, as it writes them. */
export function shownEpsilons(spec: Pick<StudySpec, 'show'>): string[] {
  const sizes = shownBy(spec).flatMap(({ quantity }) => ('epsilon' in quantity ? [quantity.epsilon] : []));
  return [...new Set(sizes)];
}
