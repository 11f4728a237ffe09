import { methods } from '../../../attacks/methods/methods.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { type AttackRow, standingOf } from '../../../audit/robustness/attackRow.ts';
import { certificateAt } from '../../../audit/robustness/certificateAt.ts';
import { judgeByCertificate } from '../../../audit/robustness/judgeByCertificate.ts';
import { percent, whole } from '../../../wording/format.ts';
import { dataTable, measureCell } from '../../page/dataTable.ts';
import { chartFigure } from '../../page/figure.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { attackTitle } from './attackTitle.ts';
import { attacksChart, robustnessChart } from './robustnessCharts.ts';
import type { SectionOptions } from './sectionOptions.ts';

/** Robust accuracy under every attack, beside the bound that Corollary 1 proves. */
export async function robustnessSection(
  record: AuditRecord,
  { colours }: SectionOptions,
): Promise<PageSection | null> {
  const { attacks } = record.sections;
  if (!attacks || attacks.rows.length === 0) return null;
  const main = record.settings.mainEpsilon;
  const charts = [
    ['Robust accuracy over ε in L∞, each ε attacked afresh', robustnessChart(record, 'linf')],
    ['Robust accuracy over ε in L2', robustnessChart(record, 'l2')],
    [`All attacks of ε = ${main.text} in L∞, the strongest first`, attacksChart(record, main)],
  ] as const;
  const figures: SafeHtml[] = [];
  for (const [caption, chart] of charts) {
    if (chart) figures.push(await chartFigure(caption, chart, colours));
  }
  const body = html`${findings(record, attacks).map((text) => html`<p>${text}</p>`)}
<p class="quiet">An image counts as robust while the attack finds no wrong answer within ε and within the pixels’ range; ${whole(attacks.n)} images were attacked, and those that are wrong from the start count as not robust. The certificate needs no gradient: an image whose LFC at some radius lies within ε and is answered wrongly cannot be robust (Corollary 1), so no attack may report more robust accuracy. Bands and intervals are 95% Wilson intervals.</p>
<div class="plots">${figures}</div>
${attackTable(record, attacks)}
<details><summary>All parameters of the attacks</summary>${parameterTable(attacks.rows)}</details>`;
  return { id: 'robustness', title: 'Robustness', body };
}

type Attacks = NonNullable<AuditRecord['sections']['attacks']>;

function findings(
  { settings, sections: { certificate } }: AuditRecord,
  { n, images, rows }: Attacks,
): string[] {
  const main = settings.mainEpsilon;
  const row = (method: string) => rows.find(({ name }) => name === `${method}@${main.text}`);
  const [pgd, noise] = [row('pgd'), row('noise')];
  const here = rows.filter((one) => one.epsilon === main.text && one.settings.norm === 'linf');
  const texts: string[] = [];
  if (pgd) {
    const beside = noise ? `, under white noise of the same size ${percent(noise.robust.value)}` : '';
    texts.push(`Under PGD of ε = ${main.text} in L∞ ${percent(pgd.robust.value)} stay right${beside}.`);
  }
  if (here.length > 2) {
    const all = here.map(standingOf);
    const left = Array.from({ length: n }, (_, image) => all.every((flags) => flags[image] === 1));
    const share = left.filter(Boolean).length / n;
    texts.push(`${percent(share)} withstand all ${here.length} attacks of that size together.`);
  }
  if (certificate) {
    const bound = certificateAt(certificate, { norm: 'linf', epsilon: main.value, images });
    texts.push(
      `Corollary 1 proves that at most ${percent(bound.value)} of these images can be robust at that size.`,
    );
  }
  return texts.length > 0 ? [texts.join(' ')] : [];
}

function attackTable({ sections: { certificate } }: AuditRecord, { n, images, rows }: Attacks): SafeHtml {
  const judged = certificate
    ? judgeByCertificate(
        certificate,
        rows.map((row) => ({
          ...{ attack: row.name, norm: row.settings.norm, epsilon: row.settings.epsilon, images },
          standing: standingOf(row),
        })),
      )
    : [];
  return dataTable({
    caption: `Robust accuracy under each attack, n = ${whole(n)}`,
    head: [
      'attack',
      'ε',
      'robust',
      'at most (certificate)',
      'rounded to 8 bits',
      'evaluations',
      'zero gradients',
    ],
    rows: rows.map((row, index) => {
      const { settings, epsilon, robust, rounded, evaluations, zeroGradientShare } = row;
      const { certificate: bound, failed } = judged[index] ?? {};
      const mark =
        failed && !methods[settings.method].isBaseline
          ? html` <b class="fail">✗ failed: above the certificate</b>`
          : '';
      return {
        name: attackTitle(row),
        cells: [
          epsilon,
          measureCell(robust, mark),
          measureCell(bound),
          percent(rounded.value),
          whole(evaluations),
          settings.loss === 'margin' ? '–' : percent(zeroGradientShare),
        ],
      };
    }),
  });
}

function parameterTable(rows: readonly AttackRow[]): SafeHtml {
  const number = (value: number) => String(Number(value.toPrecision(4)));
  return dataTable({
    caption: 'Lengths are in pixel units, of 1',
    head: [
      'attack',
      'name',
      'ε',
      'loss',
      'steps',
      'step size',
      'schedule',
      'momentum',
      'random start',
      'restarts',
      'target',
      'first square',
      'band',
    ],
    rows: rows.map((row) => {
      const { settings: one, name } = row;
      const { band } = one;
      const rim = band?.boundary === 'exclusive' ? '<' : '≤';
      return {
        name: attackTitle(row),
        cells: [
          name,
          number(one.epsilon),
          one.loss,
          String(one.steps),
          number(one.stepSize),
          one.schedule,
          number(one.momentum),
          one.randomStart ? 'yes' : 'no',
          String(one.restarts),
          one.target,
          one.squareShare > 0 ? percent(one.squareShare) : '–',
          band ? `${band.keep}, ${band.distance} ${rim} ${band.radius}` : '–',
        ],
      };
    }),
  });
}
