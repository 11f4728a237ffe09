import type { TopLevelSpec } from 'vega-lite';
import { planName } from '../../audit/plan/planText.ts';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import type { Comparison } from '../../audit/records/comparison.ts';
import { describeConvention } from '../../networks/classifier/convention.ts';
import { percent } from '../../wording/format.ts';
import { dataTable } from '../page/dataTable.ts';
import { commandLine } from '../page/definitions.ts';
import { chartFigure } from '../page/figure.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page } from '../page/page.ts';
import { type PageSection, pageSections } from '../page/pageSections.ts';
import { type Colour, coloursOf } from '../theme/theme.ts';
import { imagesText } from './auditHeader.ts';
import { radiusComparison, robustnessComparison } from './comparisonCharts.ts';
import { measuresTable, pairTable, transferTable } from './comparisonTables.ts';
import { checkCounts } from './sections/checksSection.ts';
import { auditCommand, settingsList } from './sections/originSection.ts';

export interface ComparisonReportOptions {
  readonly comparison: Comparison;
  /** In the order of the comparison's models; at least one. */
  readonly audits: readonly AuditRecord[];
}

/**
 * The page of several audits side by side, with links to the page of each.
 *
 * @returns one self-contained HTML file; text from outside (models, data set, paths) is escaped
 */
export async function comparisonReport({ comparison, audits }: ComparisonReportOptions): Promise<string> {
  const colours = coloursOf(audits.length);
  const title = `${audits.length} models side by side`;
  const [{ settings }] = audits;
  const conventions = new Set(audits.map(({ model }) => describeConvention(model.normalisation.convention)));
  const sections = [
    { id: 'models', title: 'Models', body: modelsTable(audits) },
    await chartSection(
      { id: 'radius', title: 'Accuracy against radius' },
      [
        ['Accuracy on LFC, by model', radiusComparison(audits, 'lfc')],
        ['Accuracy on HFC, by model', radiusComparison(audits, 'hfc')],
      ],
      colours,
    ),
    await chartSection(
      { id: 'robustness', title: 'Robustness' },
      [
        ['Accuracy under PGD over ε in L∞, by model', robustnessComparison(audits, 'linf')],
        ['Accuracy under PGD over ε in L2, by model', robustnessComparison(audits, 'l2')],
      ],
      colours,
    ),
    { id: 'measures', title: 'All measures', body: measuresBody(comparison, audits) },
    transferSection(comparison),
    originSection(comparison, audits[0]),
  ].filter((section) => section !== null);
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${imagesText(audits[0])} · ${planName(settings)} · preset ${settings.preset}</p>
${conventions.size > 1 ? html`<p>! The models are shown pixels in different ways; where that is not meant, say it with --mean, --std and --range.</p>` : ''}
${comparison.status === 'finished' ? '' : html`<p>! This comparison is ${comparison.status}; what is still to come is missing.</p>`}
</header>
<main>
${finding(comparison, audits)}
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband audit`, colours });
}

function finding({ pairs }: Comparison, audits: readonly AuditRecord[]): SafeHtml {
  const { mainEpsilon } = audits[0].settings;
  const sentences = audits.map(({ model, measures }) => {
    const { clean, [`pgd@${mainEpsilon.text}`]: robust } = measures;
    if (!clean) return html`<b>${model.name}</b> has not been measured. `;
    const under = robust ? ` and on ${percent(robust.value)} under PGD of ε = ${mainEpsilon.text}` : '';
    return html`<b>${model.name}</b> is right on ${percent(clean.value)} of the images${under}. `;
  });
  const differing = pairs.map(({ first, second, rows }) => {
    const count = rows.filter(({ test }) => test.differ).length;
    return html`<b>${first}</b> and <b>${second}</b> differ in ${count} of ${rows.length} measures on the same images (McNemar, p < 0.05). `;
  });
  return html`<p class="finding">${[...sentences, ...differing]}</p>`;
}

function modelsTable(audits: readonly AuditRecord[]): SafeHtml {
  return dataTable({
    caption: 'Each model has a page of its own',
    head: ['model', 'audit', 'checks', 'shown pixels as'],
    rows: audits.map(({ model, status, checks }) => ({
      name: html`<a href="${encodeURIComponent(model.name)}/audit.html">${model.name}</a>`,
      cells: [status, checkCounts(checks) || '–', describeConvention(model.normalisation.convention)],
    })),
  });
}

async function chartSection(
  about: Omit<PageSection, 'body'>,
  charts: readonly (readonly [caption: string, chart: TopLevelSpec | undefined])[],
  colours: readonly Colour[],
): Promise<PageSection | null> {
  const figures: SafeHtml[] = [];
  for (const [caption, chart] of charts) {
    if (chart) figures.push(await chartFigure(caption, chart, colours));
  }
  if (figures.length === 0) return null;
  return {
    ...about,
    body: html`<p class="quiet">Bands are 95% Wilson intervals.</p><div class="plots">${figures}</div>`,
  };
}

function measuresBody(comparison: Comparison, audits: readonly AuditRecord[]): SafeHtml {
  const tests =
    comparison.pairs.length > 0
      ? html`<details><summary>McNemar’s tests, pair by pair</summary>${comparison.pairs.map(pairTable)}</details>`
      : '';
  return html`${measuresTable(comparison, audits)}${tests}`;
}

function transferSection({ transfer }: Comparison): PageSection | null {
  if (!transfer) return null;
  const { cells } = transfer.result;
  const [strongest] = cells
    .filter(({ from, to, foolingRate }) => from !== to && foolingRate)
    .sort((a, b) => (b.foolingRate?.value ?? 0) - (a.foolingRate?.value ?? 0));
  const text = strongest?.foolingRate
    ? `Images made to fool ${strongest.from} fool ${strongest.to} on ${percent(strongest.foolingRate.value)} of those that both get right without an attack.`
    : 'No image is right for two models without an attack.';
  return {
    id: 'transfer',
    title: 'Transfer of attacks',
    body: html`<p>${text}</p>${transferTable(transfer)}`,
  };
}

function originSection({ request }: Comparison, { settings, versions }: AuditRecord): PageSection {
  const body = html`<p class="quiet">This command makes it again. The page of each model says how that one was made.</p>
${commandLine(auditCommand(request))}
${settingsList(settings, versions)}`;
  return { id: 'origin', title: 'How it was made', body };
}
