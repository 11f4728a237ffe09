import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import type { PageSection } from '../../page/pageSections.ts';
import type { Colour } from '../../theme/theme.ts';
import type { GalleryImage } from './decidedGallery.ts';

/** What a section takes besides the record. */
export interface SectionOptions {
  /** Those that its charts and pictures may have, which the page defines. */
  readonly colours: readonly Colour[];
  /** Of the images that HFC decides. */
  readonly gallery: readonly GalleryImage[];
}

/** A section of an audit's page; null where the record lacks what it shows. */
export type AuditSection = (
  record: AuditRecord,
  options: SectionOptions,
) => PageSection | null | Promise<PageSection | null>;
