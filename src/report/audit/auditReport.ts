import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import { spectrumColours } from '../charts/kernelSpectrumChart.ts';
import { html } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { type PageSection, pageSections } from '../page/pageSections.ts';
import { coloursOf } from '../theme/theme.ts';
import { auditFinding, auditHeader } from './auditHeader.ts';
import { checksSection } from './sections/checksSection.ts';
import type { GalleryImage } from './sections/decidedGallery.ts';
import { originSection } from './sections/originSection.ts';
import { partSections } from './sections/partSections.ts';

export interface AuditReportOptions {
  readonly record: AuditRecord;
  readonly gallery: readonly GalleryImage[];
  /** As in `page`, where a server shows it. */
  readonly served?: Served;
}

/**
 * The page of an audit: what was found, a section for each part that the record has, the audit's checks of itself, and
 * how it was made. Checks that did not pass come first.
 *
 * @returns one self-contained HTML file; text from outside (model, classes, operators, paths) is escaped
 */
export async function auditReport({ record, gallery, served }: AuditReportOptions): Promise<string> {
  const colours = [...coloursOf(1), ...spectrumColours];
  const checks = checksSection(record.checks);
  const isSound = record.checks.every(({ status }) => status === 'pass');
  const ofParts: (PageSection | null)[] = [];
  for (const section of Object.values(partSections).flat()) {
    ofParts.push(await section(record, { colours, gallery }));
  }
  const sections = [
    isSound ? null : checks,
    ...ofParts,
    isSound ? checks : null,
    originSection(record),
  ].filter((section) => section !== null);
  const body = html`${auditHeader(record)}
<main>
${auditFinding(record)}
${pageSections(sections)}
</main>`;
  return page(body, { title: `${record.model.name} · Passband audit`, colours, served });
}
