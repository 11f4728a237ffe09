import { type AttackMethod, methods } from '../../../attacks/methods/methods.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import type { AttackRow } from '../../../audit/robustness/attackRow.ts';
import { percent, whole } from '../../../wording/format.ts';
import { type Curve, curveChart, shareAxis } from '../../charts/curveChart.ts';
import { dataTable } from '../../page/dataTable.ts';
import { chartFigure } from '../../page/figure.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { muted, seriesStroke, strokeOf } from '../../theme/theme.ts';
import { attackTitle } from './attackTitle.ts';
import { radiusAxis } from './radiusSection.ts';
import type { SectionOptions } from './sectionOptions.ts';

type Attacks = NonNullable<AuditRecord['sections']['attacks']>;

/** At which frequencies the attacks' perturbations have their energy. */
export async function energySection(
  { sections: { attacks }, settings, dataset }: AuditRecord,
  { colours }: SectionOptions,
): Promise<PageSection | null> {
  const rows = (attacks?.rows ?? []).filter(
    ({ energy, settings: { epsilon, norm } }) =>
      energy.n > 0 && (norm === 'l2' || epsilon === settings.mainEpsilon.value),
  );
  if (!attacks || rows.length === 0) return null;
  const [, height, width] = dataset.shape;
  const last = Math.floor(Math.min(height, width) / 2);
  const found = finding(rows, settings);
  const chart = curveChart(curvesOf(rows, attacks, last), {
    description: `Share of the perturbations’ energy within each radius. ${found}`,
    axis: radiusAxis([0, last]),
    ...shareAxis,
    quantity: 'share of energy',
  });
  const body = html`<p>${found}</p>
<p class="quiet">Mean over the images that an attack changed of the share of its perturbation’s energy within radius r of the centre of the spectrum. White noise has as much at every frequency: a curve above it leans to low frequencies, one below it to high ones.</p>
<div class="plots">${await chartFigure(`Share of the energy within r, at ε = ${settings.mainEpsilon.text}`, chart, colours)}</div>
${table(rows, attacks, settings)}`;
  return { id: 'energy', title: 'Where the perturbations live', body };
}

function finding(rows: readonly AttackRow[], { mainEpsilon, radii }: AuditRecord['settings']): string {
  const row = rows.find(({ name }) => name === `pgd@${mainEpsilon.text}`) ?? rows[0];
  const radius = radii.includes(8) ? 8 : radii[(radii.length - 1) >> 1];
  const at = row.energy.within.find((one) => one.radius === radius) ?? row.energy.within[0];
  if (!at) return `The perturbations of ${attackTitle(row)} were looked at on ${whole(row.energy.n)} images.`;
  // Clipped to pixels like the attack's, where it was measured: clipping alone moves energy to low frequencies.
  const noise = rows.find(
    ({ settings: { method }, epsilon }) => methods[method].isBaseline && epsilon === row.epsilon,
  );
  const white = noise?.energy.within.find((one) => one.radius === at.radius)?.share ?? at.white;
  return `${attackTitle(row)} of ε = ${row.epsilon} has ${percent(at.share)} of its energy within r = ${at.radius} and ${percent(1 - at.share)} beyond it; white noise has ${percent(white)} within it. ${lean({ share: at.share, white })}`;
}

/** A smaller difference is treated as no difference. */
const CLOSE = 0.01;

function lean({ share, white }: { readonly share: number; readonly white: number }): string {
  if (Math.abs(share - white) < CLOSE)
    return 'The perturbations lean neither to low nor to high frequencies.';
  return `The perturbations lean to ${share > white ? 'low' : 'high'} frequencies.`;
}

/** One curve for each way of attacking that differs in kind; the table has them all. */
const drawn: readonly AttackMethod[] = ['fgsm', 'pgd', 'square'];

function curvesOf(rows: readonly AttackRow[], { white }: Attacks, last: number): Curve[] {
  const own = rows.filter(({ settings: { method, norm } }) => norm === 'linf' && drawn.includes(method));
  const bandless = own.filter(({ settings: { band } }) => !band);
  const curves = own.map((row) => {
    const { band } = row.settings;
    return {
      name: attackTitle(row),
      ...(band ? strokeOf(band.keep === 'low' ? 'lfc' : 'hfc') : seriesStroke(bandless.indexOf(row))),
      points: cumulative(row.energy.shares, last),
    };
  });
  const reference = { name: 'white noise', colour: muted, dash: [1, 3], points: cumulative(white, last) };
  return [reference, ...curves];
}

function cumulative(shares: readonly number[], last: number): Curve['points'] {
  let value = 0;
  return shares.slice(0, last + 1).map((share, x) => {
    value += share;
    return { x, value: Math.min(1, value) };
  });
}

function table(rows: readonly AttackRow[], { white }: Attacks, { radii }: AuditRecord['settings']): SafeHtml {
  const named = radii.filter(Number.isInteger);
  const hasBand = rows.some(({ bandLeak }) => bandLeak !== null);
  const within = (shares: readonly number[], radius: number) =>
    percent(
      Math.min(
        1,
        shares.slice(0, radius + 1).reduce((sum, share) => sum + share, 0),
      ),
    );
  return dataTable({
    caption: hasBand
      ? 'Share of the perturbations’ energy within r; “leaked” is what ε and the pixels’ range put outside an attack’s band'
      : 'Share of the perturbations’ energy within r',
    head: [
      'attack',
      'ε',
      'images',
      ...named.map((radius) => `r = ${radius}`),
      ...(hasBand ? ['leaked'] : []),
    ],
    rows: [
      ...rows.map((row) => ({
        name: attackTitle(row),
        cells: [
          row.epsilon,
          whole(row.energy.n),
          ...named.map((radius) => within(row.energy.shares, radius)),
          ...(hasBand ? [row.bandLeak === null ? '–' : percent(row.bandLeak)] : []),
        ],
      })),
      {
        name: 'white noise before clipping',
        cells: ['–', '–', ...named.map((radius) => within(white, radius)), ...(hasBand ? ['–'] : [])],
      },
    ],
  });
}
