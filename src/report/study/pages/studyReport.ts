import { html } from '../../page/html.ts';
import { page, type Served } from '../../page/page.ts';
import { type PageSection, pageSections } from '../../page/pageSections.ts';
import { figureColours } from '../figures/curveStroke.ts';
import type { StudyRecord } from '../studyRecord.ts';
import { tableHtml } from '../tables/tableHtml.ts';
import { claimsSection, claimsText } from './claimsSection.ts';
import { figuresSection, heading, picturesSection } from './figuresSection.ts';
import { originSections, runsSection } from './runsSection.ts';
import { studyHeader } from './studyHeader.ts';
import { studySheet } from './studySheet.ts';

export interface StudyReportOptions {
  readonly record: StudyRecord;
  /** SVG texts of `record.pictures` by their ids; those that are absent are left out. */
  readonly pictures: Readonly<Record<string, string>>;
  /** As in `page`, where a server shows it. */
  readonly served?: Served | undefined;
}

/**
 * The page of a study, finished or in progress: its claims, figures, pictures, tables and runs, and how it was made.
 *
 * @returns one self-contained HTML file; text from outside (names, settings, errors) is escaped
 */
export function studyReport({ record, pictures, served }: StudyReportOptions): string {
  const { title, claims, figures, tables, seeds } = record;
  const colours = figureColours(figures);
  const sections = [
    claims.length > 0 ? claimsSection(claims) : null,
    figures.length > 0 ? figuresSection(figures, { seeds: seeds.length, colours }) : null,
    picturesSection(record.pictures, pictures),
    tables.length > 0 ? tablesSection(tables) : null,
    runsSection(record, served !== undefined),
    ...originSections(record),
  ].filter((section) => section !== null);
  const finding = claims.length > 0 ? html`<p class="finding">${claimsText(claims)}</p>` : '';
  const body = html`${studyHeader(record)}
<main>
${finding}
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours, sheet: studySheet, served });
}

function tablesSection(tables: StudyRecord['tables']): PageSection {
  const shown = tables.map(
    (table) => html`<div class="shown" id="table-${table.id}">${heading(table.title, table.paper)}
${tableHtml(table)}</div>
`,
  );
  return { id: 'tables', title: 'Tables', body: html`${shown}` };
}
