import type { RadiusCurve } from '../../../audit/frequencies/radiusCurve.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { oneAnswerSentences } from '../../../audit/records/oneAnswer.ts';
import { largest, smallest } from '../../../statistics/extremes.ts';
import { percent, whole } from '../../../wording/format.ts';
import { accuracyAxis, type Curve, type CurveAxis, curveChart, shareAxis } from '../../charts/curveChart.ts';
import { dataTable, measureCell } from '../../page/dataTable.ts';
import { chartFigure } from '../../page/figure.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { ink, strokeOf } from '../../theme/theme.ts';
import type { SectionOptions } from './sectionOptions.ts';

const ways = { none: 'raw', max: '÷ its maximum', clip: 'clipped', shift: 'shifted' } as const;
/** At the end of a curve. */
const labels = { ...ways, max: '÷ max' } as const;
const components = ['lfc', 'hfc'] as const;

/** Accuracy on LFC and HFC against radius, and where the images' energy lies. */
export async function radiusSection(
  record: AuditRecord,
  { colours }: SectionOptions,
): Promise<PageSection | null> {
  const {
    sections: { radiusCurve: curve },
    settings,
    model,
  } = record;
  if (!curve) return null;
  const chance = 1 / model.mapping.classes.length;
  const axis = radiusAxis(curve.energy.map(({ radius }) => radius));
  const accuracy = curveChart(accuracyCurves(curve), {
    description: `Accuracy on LFC and HFC against the cut-off radius. ${finding(curve, chance)}`,
    axis,
    ...accuracyAxis,
    levels: [
      { name: 'x', value: curve.clean.value, colour: ink },
      { name: 'chance', value: chance },
    ],
  });
  const points = curve.energy.map(({ radius, meanShare }) => ({ x: radius, value: meanShare }));
  const energy = curveChart([{ name: 'LFC', ...strokeOf('lfc'), points }], {
    description: 'Share of the images’ energy within each radius',
    axis,
    ...shareAxis,
    quantity: 'share of energy',
  });
  const rim = curve.boundary === 'inclusive' ? 'd ≤ r' : 'd < r';
  const body = html`<p>${finding(curve, chance)}</p>
${oneAnswer(record)}<p class="quiet">LFC keeps the frequencies at a distance ${rim} from the centre of the spectrum, HFC the rest; the two add up to the image x. ${rescaleSentence(curve)} Bands and intervals are 95% Wilson intervals, n = ${whole(curve.n)}.</p>
<div class="plots">${await chartFigure('Accuracy on LFC and on HFC against the radius r', accuracy, colours)}
${await chartFigure(energyCaption(curve, settings.radii), energy, colours)}</div>
${table(curve, settings.radii)}`;
  return { id: 'radius', title: 'Accuracy against radius', body };
}

/** The axis of radii, at most seven of them named. */
export function radiusAxis(radii: readonly number[]): CurveAxis {
  const last = largest(radii, 1);
  const step = [1, 2, 4, 8, 16, 25, 50, 100, 200].find((size) => last / size <= 7) ?? Math.ceil(last / 7);
  const ticks = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return {
    title: 'radius r, in frequency bins',
    name: 'radius',
    domain: [smallest(radii, 0), last],
    ticks,
    format: '~g',
  };
}

function accuracyCurves({ points, rescaled }: RadiusCurve): Curve[] {
  const kinds = rescalesOf(points);
  const shown = rescaled.some(({ differ }) => differ) ? kinds : kinds.slice(0, 1);
  return shown.flatMap((kind, index) =>
    components.map((component) => ({
      name: index === 0 ? component.toUpperCase() : `${component.toUpperCase()} ${labels[kind]}`,
      colour: strokeOf(component).colour,
      dash: index === 0 ? [] : [4, 3],
      points: points
        .filter((point) => point.component === component && point.rescale === kind)
        .map(({ radius, value, low, high }) => ({ x: radius, value, ...(index === 0 && { low, high }) })),
    })),
  );
}

type Points = RadiusCurve['points'];

const rescalesOf = (points: Points) => [...new Set(points.map(({ rescale }) => rescale))];

function find({ points }: RadiusCurve, component: 'lfc' | 'hfc', radius: number) {
  return points.find((point) => point.component === component && point.radius === radius);
}

function finding(curve: RadiusCurve, chance: number): string {
  const { clean, points } = curve;
  const [first] = rescalesOf(points);
  const own = (component: string) =>
    points.filter((point) => point.component === component && point.rescale === first);
  const enough = own('lfc').find(({ value }) => value >= 0.9 * clean.value);
  const lastHigh = own('hfc').findLast(({ low }) => (low ?? 0) > chance);
  const low = enough
    ? `LFC reaches nine tenths of the accuracy on x (${percent(clean.value)}) at r = ${enough.radius}: ${percent(enough.value)}.`
    : `LFC reaches nine tenths of the accuracy on x (${percent(clean.value)}) at no radius.`;
  const high = lastHigh
    ? `HFC alone is clearly better than chance (${percent(chance)}) up to r = ${lastHigh.radius}: ${percent(lastHigh.value)}.`
    : `HFC alone is at no radius clearly better than chance (${percent(chance)}).`;
  return `${low} ${high}`;
}

function oneAnswer(record: AuditRecord): SafeHtml {
  const sentences = oneAnswerSentences(record);
  if (sentences.length === 0) return html``;
  return html`<p>The model gives one answer to most components, whatever they show: ${sentences.join('; ')}.</p>
`;
}

function rescaleSentence({ points, rescaled }: RadiusCurve): string {
  const [first, second] = rescalesOf(points);
  const shown = `The model is shown components ${ways[first]}`;
  if (second === undefined) return `${shown}.`;
  const differing = rescaled.filter(({ differ }) => differ);
  if (differing.length === 0) {
    return `${shown}; shown ${ways[second]} they make no difference at any radius (McNemar, p ≥ 0.05).`;
  }
  const named = components.flatMap((component) => {
    const radii = differing.filter((one) => one.component === component).map(({ radius }) => radius);
    return radii.length > 0 ? [`${component.toUpperCase()} at r = ${radii.join(', ')}`] : [];
  });
  return `${shown}; shown ${ways[second]} (dashed) the accuracy differs on ${named.join(' and ')} (McNemar, p < 0.05).`;
}

function energyCaption({ energy }: RadiusCurve, radii: readonly number[]): string {
  const middle = energy.find(
    ({ radius }) => radius === (radii.includes(8) ? 8 : radii[(radii.length - 1) >> 1]),
  );
  const beyond = middle ? `; beyond r = ${middle.radius} HFC has ${percent(1 - middle.meanShare)}` : '';
  return `Share of an image’s energy that LFC has, on the mean${beyond}`;
}

function table(curve: RadiusCurve, radii: readonly number[]): SafeHtml {
  const kinds = rescalesOf(curve.points);
  const cellOf = (component: 'lfc' | 'hfc', radius: number) => (kind: (typeof kinds)[number]) =>
    measureCell(
      curve.points.find(
        (point) => point.component === component && point.radius === radius && point.rescale === kind,
      ),
    );
  const share = (component: 'lfc' | 'hfc', radius: number) => {
    const known = curve.energy.find((one) => one.radius === radius);
    if (!known) return '–';
    return percent(component === 'lfc' ? known.meanShare : 1 - known.meanShare);
  };
  const named = radii.filter((radius) => find(curve, 'lfc', radius));
  return dataTable({
    caption: `Accuracy at the named radii, n = ${whole(curve.n)}`,
    head: ['shown to the model', ...kinds.map((kind) => ways[kind]), 'share of energy'],
    rows: [
      { name: 'x, the image itself', cells: [...kinds.map(() => measureCell(curve.clean)), percent(1)] },
      ...components.flatMap((component) =>
        named.map((radius) => ({
          name: html`<span class="${component}">${component.toUpperCase()}</span>, r\u00a0=\u00a0${radius}`,
          cells: [...kinds.map(cellOf(component, radius)), share(component, radius)],
        })),
      ),
    ],
  });
}
