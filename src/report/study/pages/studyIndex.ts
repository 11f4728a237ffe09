import { counted } from '../../../wording/format.ts';
import { dataTable } from '../../page/dataTable.ts';
import { commandLine } from '../../page/definitions.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { page, type Served } from '../../page/page.ts';
import { type PageSection, pageSections } from '../../page/pageSections.ts';
import { coloursOf } from '../../theme/theme.ts';
import { type ClaimMatrix, claimMatrix, type IndexedStudy, progressText } from './claimMatrix.ts';
import { claimCount, verdictHtml } from './claimsSection.ts';
import { studySheet } from './studySheet.ts';

export interface StudyIndexOptions {
  /** The command that makes the page again; a server that makes it of what there is has none. */
  readonly command?: string;
  /** As in `page`, where a server shows it. */
  readonly served?: Served | undefined;
}

/**
 * The page of several studies: the paper's claims by data set (C33), and the studies themselves.
 *
 * @returns one self-contained HTML file; text from outside is escaped
 */
export function studyIndex(studies: readonly IndexedStudy[], { command, served }: StudyIndexOptions): string {
  const title = `${counted(studies.length, 'study', 'studies')} of the paper`;
  const matrix = claimMatrix(studies);
  const sections = [
    matrix.rows.length > 0 ? matrixSection(matrix) : null,
    studiesSection(studies),
    command === undefined
      ? null
      : {
          id: 'origin',
          title: 'How it was made',
          body: html`<p class="quiet">This command makes it again; runs that are complete are not trained again.</p>
${commandLine(command)}`,
        },
  ].filter((section) => section !== null);
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${matrix.datasets.join(' · ')}</p>
</header>
<main>
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours: coloursOf(1), sheet: studySheet, served });
}

function matrixSection({ datasets, rows }: ClaimMatrix): PageSection {
  const table = dataTable({
    caption: 'Each verdict leads to the numbers that decided it',
    head: ['claim', ...datasets],
    rows: rows.map(({ id, text, cells }) => ({
      name: html`<b>${id}</b> ${text}`,
      cells: cells.map((entries, column) =>
        entries.length === 0
          ? html`–`
          : html`${entries.map(
              ({ study: { record, href }, verdict }) =>
                html`<a class="decided" href="${href}#${id}" aria-label="${id} on ${datasets[column]}: ${verdict}, in ${record.title}">${verdictHtml(verdict)}</a><small>${record.name}, ${record.scale}</small>`,
            )}`,
      ),
    })),
  });
  return { id: 'claims', title: 'Claims by data set', body: html`<div class="matrix">${table}</div>` };
}

function studiesSection(studies: readonly IndexedStudy[]): PageSection {
  const table = dataTable({
    caption: 'Each study and how far it came',
    head: ['study', 'of the paper', 'data set', 'scale', 'seeds', 'status', 'claims'],
    rows: studies.map(({ record, href }) => ({
      name: studyLink(record.title, href),
      cells: [
        record.paper ?? '–',
        record.dataset.name,
        record.scale,
        String(record.seeds.length),
        progressText(record),
        record.claims.length > 0 ? claimCount(record.claims) : '–',
      ],
    })),
  });
  return { id: 'studies', title: 'Studies', body: html`<div class="matrix">${table}</div>` };
}

const studyLink = (title: string, href: string): SafeHtml => html`<a href="${href}">${title}</a>`;
