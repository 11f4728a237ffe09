import type { BatchStatistics } from '../../../audit/frequencies/batchStatistics.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { percent, whole } from '../../../wording/format.ts';
import { dataTable, markSpan, measureCell, pText } from '../../page/dataTable.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';

/** What batch normalisation does with moments of the batch in place of those from training. */
export function batchStatisticsSection({
  sections: { batchStatistics: found },
}: AuditRecord): PageSection | null {
  if (!found) return null;
  const about = { id: 'batch-statistics', title: 'Batch or running statistics' };
  if (found.rows.length === 0) {
    const text =
      'The model has no batch normalisation of its own: it has none at all, or exporting folded it into the convolutions. There is nothing to compare.';
    return { ...about, body: html`<p>${text}</p>` };
  }
  const table = dataTable({
    caption: `Accuracy with each kind of moments, n = ${whole(found.n)}`,
    head: ['shown to the model', 'running moments', 'moments of the batch', 'p (McNemar)'],
    rows: found.rows.map(({ component, radius, running, batch, test }) => ({
      name:
        radius === null
          ? 'x, the image itself'
          : html`<span class="${component}">${component.toUpperCase()}</span>, r\u00a0=\u00a0${radius}`,
      cells: [
        measureCell(running),
        measureCell(batch, test.differ ? markOf(test) : ''),
        pText(test.p).replace('= ', ''),
      ],
    })),
  });
  const body = html`<p>${finding(found)}</p>
<p class="quiet">The model was exported with the moments of its training images. With those of each batch of ${found.batchSize} images, as while training, the answer for an image depends on its neighbours. ▲ and ▼ mark what differs (McNemar, p < 0.05).</p>
${table}`;
  return { ...about, body };
}

function finding({ rows, normalizations }: BatchStatistics): string {
  const layers = `${normalizations} batch ${normalizations === 1 ? 'normalisation' : 'normalisations'}`;
  const changed = rows.filter(({ test }) => test.differ);
  const [x] = rows;
  const start = `The model has ${layers}. On x it is right on ${percent(x.running.value)} with running moments and on ${percent(x.batch.value)} with the batch’s own`;
  return `${start}; of ${rows.length} comparisons ${changed.length} differ.`;
}

function markOf({ onlyFirst, onlySecond }: BatchStatistics['rows'][number]['test']): SafeHtml {
  return onlySecond > onlyFirst
    ? markSpan('▲', 'higher than with running moments')
    : markSpan('▼', 'lower than with running moments');
}
