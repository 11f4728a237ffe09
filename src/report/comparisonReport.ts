import type { AuditRecord } from '../audit/auditRecord.ts';
import type { Comparison } from '../audit/comparison.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { coloursOf } from './theme.ts';

export interface ComparisonReportOptions {
  readonly comparison: Comparison;
  readonly audits: readonly AuditRecord[];
}

/** The page of several audits side by side. */
export async function comparisonReport({ comparison }: ComparisonReportOptions): Promise<string> {
  return page(html`<h1>${comparison.models.join(', ')}</h1>`, { title: 'audit', colours: coloursOf(1) });
}
