import type { StudyFigure } from '../../report/study/studyRecord.ts';
import { estimateOf, samplesOf } from '../results/estimates.ts';
import { isShare, type Quantity, quantityOf, quantityTitle } from '../results/quantities.ts';
import type { Setting } from '../results/runResult.ts';
import { type StudyResults, settingOf } from '../results/studyResults.ts';
import type { CurvesShow } from '../spec/studySpec.ts';
import { missingOf } from './missing.ts';

type Panel = StudyFigure['panels'][number];
type Curve = Panel['curves'][number];

/** Quantities along the epochs, or against a varied number. */
export function curvesFigure(results: StudyResults, show: CurvesShow, id: string): StudyFigure {
  const { curves: names, against, panels } = show;
  const quantities = names.map(quantityOf);
  const share = quantities.every((quantity) => isShare(quantity) || quantity.kind === 'gap');
  return {
    id,
    title: show.title ?? (against === undefined ? 'Along training' : `Against ${against}`),
    caption: show.caption ?? '',
    paper: show.paper ?? null,
    kind: 'curves',
    x: { title: against ?? 'epoch', kind: 'number', categories: [] },
    y: { title: share ? 'accuracy' : names.join(', '), unit: share ? 'share' : 'number' },
    spread: spreadText(results),
    panels:
      against !== undefined
        ? [againstPanel(results, quantities, against)]
        : panels === 'setting'
          ? results.settings.map((setting) => settingPanel(results, setting, quantities))
          : quantities.map((quantity) => quantityPanel(results, quantity)),
  };
}

export function spreadText({ settings }: Pick<StudyResults, 'settings'>): string {
  const seeds = settings.reduce((most, { seeds: of }) => Math.max(most, of.length), 1);
  return seeds > 1
    ? `smallest to largest of ${seeds} seeds around their mean`
    : '95% interval over images (Wilson); one seed';
}

const levelsOf = ({ classes }: StudyResults, share: boolean) =>
  share ? [{ name: 'chance', value: 1 / classes }] : [];

function settingPanel(results: StudyResults, setting: Setting, quantities: readonly Quantity[]): Panel {
  return {
    title: setting.name,
    missing: missingOf(setting),
    curves: quantities.flatMap((quantity) =>
      alongEpochs(results, setting, quantity, { name: quantityTitle(quantity), series: undefined }),
    ),
    levels: levelsOf(results, true),
  };
}

function quantityPanel(results: StudyResults, quantity: Quantity): Panel {
  return {
    title: quantityTitle(quantity),
    missing: null,
    curves: results.settings.flatMap((setting, series) =>
      alongEpochs(results, setting, quantity, { name: setting.name, series }),
    ),
    levels: quantity.kind === 'accuracy' ? levelsOf(results, true) : [],
  };
}

function againstPanel(results: StudyResults, quantities: readonly Quantity[], key: string): Panel {
  const along = results.settings
    .filter(({ values }) => typeof values[key] === 'number')
    .toSorted((a, b) => Number(a.values[key]) - Number(b.values[key]));
  const curves = quantities.flatMap((quantity) => {
    const points = along.flatMap((setting) => {
      const found = estimateOf(samplesOf(setting, quantity));
      return found
        ? [{ x: Number(setting.values[key]), value: found.value, low: found.low, high: found.high }]
        : [];
    });
    return curveOf(quantityTitle(quantity), strokeOf(results, quantity, undefined), points);
  });
  const open = along.flatMap((setting) => missingOf(setting) ?? []);
  return { title: '', missing: curves.length === 0 ? (open[0] ?? null) : null, curves, levels: [] };
}

function alongEpochs(
  results: StudyResults,
  setting: Setting,
  quantity: Quantity,
  { name, series }: { readonly name: string; readonly series: number | undefined },
): Curve[] {
  const points = epochsOf(setting, quantity).flatMap((epoch) => {
    const found = estimateOf(samplesOf(setting, quantity, epoch));
    return found ? [{ x: epoch, value: found.value, low: found.low, high: found.high }] : [];
  });
  return curveOf(name, strokeOf(results, quantity, series), points);
}

function curveOf(name: string, stroke: Curve['stroke'], points: Curve['points']): Curve[] {
  return points.length === 0 ? [] : [{ name, stroke, points }];
}

function epochsOf({ seeds }: Setting, quantity: Quantity): number[] {
  const isRunning = quantity.kind === 'accuracy' && quantity.split === 'running';
  const epochs = new Set(
    seeds.flatMap(
      ({ result }) =>
        result?.rows.filter(({ split }) => (split === 'running') === isRunning).map(({ epoch }) => epoch) ??
        [],
    ),
  );
  return [...epochs].sort((a, b) => a - b);
}

function strokeOf(
  { radii, settings }: StudyResults,
  quantity: Quantity,
  series: number | undefined,
): Curve['stroke'] {
  if (series !== undefined) return { of: 'series', index: series, count: settings.length, isTraining: false };
  if (quantity.kind !== 'accuracy') return { of: 'series', index: 0, count: 1, isTraining: false };
  const { component, radius, split } = quantity;
  const isTraining = split === 'train' || split === 'running';
  if (component === 'x' || component === 'adversarial')
    return { of: component, index: 0, count: 1, isTraining };
  const index = Math.max(0, radii.indexOf(radius!));
  // A component's colour says which one it is; training and unseen images of one are never in one panel.
  return { of: component, index, count: radii.length, isTraining: false };
}

/** The varied key's values in the order of the settings, as text. */
export function categoriesOf(results: StudyResults): string[] {
  return results.settings.map(({ name }) => settingOf(results, name).name);
}
