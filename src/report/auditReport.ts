import type { AuditRecord } from '../audit/auditRecord.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { coloursOf } from './theme.ts';

/** An image that HFC decides, with its components, each [1 or 3, h, w]. */
export interface GalleryImage {
  /** Its place in the list of images of the record's `decidedByHfc`. */
  readonly place: number;
  readonly original: Tensor<'float32'>;
  readonly lfc: Tensor<'float32'>;
  readonly hfc: Tensor<'float32'>;
}

export interface AuditReportOptions {
  readonly record: AuditRecord;
  readonly gallery: readonly GalleryImage[];
}

/** The page of an audit. */
export async function auditReport({ record }: AuditReportOptions): Promise<string> {
  return page(html`<h1>${record.model.name}</h1>`, { title: record.model.name, colours: coloursOf(1) });
}
