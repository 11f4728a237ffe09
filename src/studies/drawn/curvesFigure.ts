import type { StudyFigure } from '../../report/study/studyRecord.ts';
import { estimateOf, samplesOf } from '../results/estimates.ts';
import { isShare, type Quantity, quantityOf, quantityTitle, unitOf } from '../results/quantities.ts';
import { type Setting, settingValue } from '../results/runResult.ts';
import type { StudyResults } from '../results/studyResults.ts';
import type { CurvesShow } from '../spec/studySpec.ts';
import { missingOf, whyNone } from './missing.ts';

type Panel = StudyFigure['panels'][number];
type Curve = Panel['curves'][number];

/** Quantities along the epochs, or against a varied number. */
export function curvesFigure(results: StudyResults, show: CurvesShow, id: string): StudyFigure {
  const { curves: names, against, panels } = show;
  const quantities = names.map(quantityOf);
  const isAccuracy = quantities.every((quantity) => isShare(quantity) || quantity.kind === 'gap');
  const isOfShares = quantities.every((quantity) => unitOf(quantity) === 'share');
  return {
    id,
    title: show.title ?? (against === undefined ? 'Along training' : `Against ${against}`),
    caption: show.caption ?? '',
    paper: show.paper ?? null,
    kind: 'curves',
    x: { title: against ?? 'epoch', kind: 'number', categories: [] },
    y: { title: isAccuracy ? 'accuracy' : names.join(', '), unit: isOfShares ? 'share' : 'number' },
    spread: spreadText(results),
    panels:
      against !== undefined
        ? againstPanels(results, quantities, against)
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

const levelsOf = ({ classes }: StudyResults, quantities: readonly Quantity[]) =>
  quantities.some(({ kind }) => kind === 'accuracy') ? [{ name: 'chance', value: 1 / classes }] : [];

function settingPanel(results: StudyResults, setting: Setting, quantities: readonly Quantity[]): Panel {
  return {
    title: setting.name,
    missing: missingOf(setting),
    curves: quantities.flatMap((quantity) =>
      alongEpochs(results, setting, quantity, { name: quantityTitle(quantity), series: undefined }),
    ),
    levels: levelsOf(results, quantities),
  };
}

function quantityPanel(results: StudyResults, quantity: Quantity): Panel {
  const curves = results.settings.flatMap((setting, series) =>
    alongEpochs(results, setting, quantity, { name: setting.name, series }),
  );
  return panelOf(results, { title: quantityTitle(quantity), quantities: [quantity], curves });
}

/** One panel; where other keys vary too, one for each quantity, with a curve for each of their values. */
function againstPanels(results: StudyResults, quantities: readonly Quantity[], key: string): Panel[] {
  const along = results.settings
    .map((setting) => ({ setting, x: settingValue(setting, key) }))
    .filter((each): each is Along => typeof each.x === 'number')
    .toSorted((a, b) => a.x - b.x);
  const nameOf = ({ setting }: Along) => namesBut(key, setting.values);
  const names = [...new Set(along.map(nameOf))];
  if (names.length < 2) {
    const curves = quantities.flatMap((quantity) =>
      curveAgainst(along, quantity, {
        name: quantityTitle(quantity),
        stroke: strokeOf(results, quantity, undefined),
      }),
    );
    return [panelOf(results, { title: '', quantities, curves })];
  }
  return quantities.map((quantity) => {
    const curves = names.flatMap((name, index) =>
      curveAgainst(
        along.filter((each) => nameOf(each) === name),
        quantity,
        { name, stroke: { of: 'series', index, count: names.length, isTraining: false } },
      ),
    );
    return panelOf(results, { title: quantityTitle(quantity), quantities: [quantity], curves });
  });
}

interface Along {
  readonly setting: Setting;
  readonly x: number;
}

/** What varies beside a key; `base` where nothing does. */
function namesBut(key: string, values: Setting['values']): string {
  const others = Object.entries(values).filter(([name]) => name !== key);
  return others.map(([name, value]) => `${name} ${String(value)}`).join(', ') || 'base';
}

function curveAgainst(
  along: readonly Along[],
  quantity: Quantity,
  { name, stroke }: Pick<Curve, 'name' | 'stroke'>,
): Curve[] {
  const points = along.flatMap(({ setting, x }) => {
    const found = estimateOf(samplesOf(setting, quantity));
    return found ? [{ x, value: found.value, low: found.low, high: found.high }] : [];
  });
  return curveOf(name, stroke, points);
}

function panelOf(
  results: StudyResults,
  { title, quantities, curves }: Pick<Panel, 'title' | 'curves'> & { quantities: readonly Quantity[] },
): Panel {
  const missing = curves.length === 0 ? whyNone(results.settings) : null;
  return { title, missing, curves, levels: levelsOf(results, quantities) };
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
