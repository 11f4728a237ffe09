import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import { spectrumColours } from '../charts/kernelSpectrumChart.ts';
import { html } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { pageSections } from '../page/pageSections.ts';
import { coloursOf } from '../theme/theme.ts';
import { auditFinding, auditHeader } from './auditHeader.ts';
import { batchStatisticsSection } from './batchStatisticsSection.ts';
import { checksSection } from './checksSection.ts';
import type { GalleryImage } from './decidedGallery.ts';
import { decidedSection } from './decidedSection.ts';
import { energySection } from './energySection.ts';
import { firstLayerSection } from './firstLayerSection.ts';
import { heatMapSection } from './heatMapSection.ts';
import { originSection } from './originSection.ts';
import { radiusSection } from './radiusSection.ts';
import { robustnessSection } from './robustnessSection.ts';

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
  const sections = [
    isSound ? null : checks,
    await radiusSection(record, colours),
    await decidedSection(record, gallery, colours),
    await robustnessSection(record, colours),
    await energySection(record, colours),
    heatMapSection(record, colours),
    await firstLayerSection(record, colours),
    batchStatisticsSection(record),
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
