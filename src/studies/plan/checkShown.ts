import { ascending } from '../../statistics/ascending.ts';
import { isAttacked, type TrainingConfig } from '../../training/config/config.ts';
import { UserError } from '../../wording/userError.ts';
import type { PartName } from '../parts/partNames.ts';
import { type Quantity, quantityOf } from '../results/quantities.ts';
import type { Show, StudySpec } from '../spec/studySpec.ts';
import type { PlannedOne } from './planOne.ts';

type Shown = readonly { readonly text: string; readonly quantity: Quantity }[];

function shownBy({ show }: Pick<StudySpec, 'show'>): Shown {
  const texts = show.flatMap((each) =>
    'curves' in each ? each.curves : 'bars' in each ? each.bars : each.table,
  );
  return texts.map((text) => ({ text, quantity: quantityOf(text) }));
}

/** The sizes of attacks and certificates that a study shows, as it writes them. */
export function shownEpsilons(spec: Pick<StudySpec, 'show'>): string[] {
  const sizes = shownBy(spec).flatMap(({ quantity }) => ('epsilon' in quantity ? [quantity.epsilon] : []));
  return [...new Set(sizes)];
}

/**
 * Refuses a study that would show what none of its runs has, or several settings as one.
 *
 * @throws UserError of one line: what is shown, and what it needs
 */
export function checkShown(spec: Pick<StudySpec, 'name' | 'show' | 'measure'>, planned: PlannedOne): void {
  const { name, show, measure } = spec;
  const { runs } = planned;
  const has: Had = {
    measure,
    trained: runs.filter(({ model }) => model === null).map(({ config }) => config),
    radii: ascending([...new Set(runs.flatMap(({ config }) => config.radius))]),
  };
  for (const { text, quantity } of shownBy(spec)) {
    const lack = lackOf(quantity, has);
    if (lack !== null) throw new UserError(`${name}: show: ${text}${lack}`);
  }
  for (const each of show) checkKeysOf(name, each, planned);
}

/** What a study's runs have. */
interface Had {
  readonly measure: readonly PartName[];
  /** Settings of the runs that are trained. */
  readonly trained: readonly TrainingConfig[];
  /** At which runs are measured. */
  readonly radii: readonly number[];
}

/** The part that each kind of quantity is taken from; null of what every run's history has. */
const partBehind: Readonly<Record<Quantity['kind'], PartName | null>> = {
  ...{ accuracy: null, trained: null, gap: null, epochsTo: null },
  attack: 'attacks',
  certificate: 'certificate',
  smoothness: 'kernels',
  decided: 'components',
};

const NO_RUN = ' needs a run that is trained; name one in vary';
const needs = (part: PartName) => ` needs ${part}; add ${part} to measure`;

/** Why no run has a quantity, as the end of a sentence; null where one has. */
function lackOf(quantity: Quantity, { measure, trained, radii }: Had): string | null {
  const part = partBehind[quantity.kind];
  if (part !== null) return measure.includes(part) ? null : needs(part);
  if (quantity.kind !== 'accuracy') return trained.length > 0 ? null : NO_RUN;
  const { split, component, radius } = quantity;
  if (radius !== null && !radii.includes(radius)) {
    return `: no run is measured at r = ${radius}, only at ${radii.join(', ')}; add it to radius in base`;
  }
  if (trained.length === 0) {
    // Of a foreign model the part on components has the answers, to images that no run learned from.
    const isAnswered = ['test', 'unseen'].includes(split) && component !== 'adversarial';
    return !isAnswered ? NO_RUN : measure.includes('components') ? null : needs('components');
  }
  if (split === 'reserve' && trained.every(({ reserve }) => reserve === 0)) {
    return ' needs training images that no run learns from; give reserve in base their number';
  }
  if (split === 'held-out' && trained.every(({ holdOut }) => holdOut === 0)) {
    return ' needs images that are held out; give holdOut in base their number';
  }
  if (component === 'adversarial' && !trained.some(isAttacked)) {
    return ' needs runs that are attacked in training; give adversarialEpsilon in base';
  }
  return null;
}

/** Keys along which settings are shown tell them apart, all of them. */
function checkKeysOf(name: string, show: Show, { study: { settings }, runs }: PlannedOne): void {
  const { against, rows, groups } = show as Partial<Record<'against' | 'rows' | 'groups', string>>;
  const varied = new Set(settings.flatMap(({ values }) => Object.keys(values)));
  for (const [member, key] of Object.entries({ against, rows, groups })) {
    if (key === undefined || varied.has(key)) continue;
    throw new UserError(
      `${name}: show: ${member}: ${key} does not vary; vary names ${[...varied].join(', ')}`,
    );
  }
  if (rows === undefined) {
    if (groups !== undefined) throw new UserError(`${name}: show: groups ${groups} needs rows beside it`);
    return;
  }
  const configs = new Map(runs.map(({ hash, model, config }) => [hash, model === null ? config : {}]));
  const inCell = new Map<string, string>();
  for (const setting of settings) {
    const all = { ...configs.get(setting.runs[0].hash), ...setting.values } as Record<string, unknown>;
    const cell = JSON.stringify([all[rows], groups === undefined ? null : all[groups]]);
    const other = inCell.get(cell);
    if (other !== undefined) {
      const keys = groups === undefined ? `rows ${rows}` : `rows ${rows} and groups ${groups}`;
      throw new UserError(
        `${name}: show: ${keys} put ${other} and ${setting.name} into one cell; without rows each setting has one of its own`,
      );
    }
    inCell.set(cell, setting.name);
  }
}
