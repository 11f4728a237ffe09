import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import type { CompareModels } from '../../audit/records/compareModels.ts';
import type { Comparison } from '../../audit/records/comparison.ts';
import { percent, whole } from '../../wording/format.ts';
import { dataTable, markSpan, measureCell } from '../page/dataTable.ts';
import { html, type SafeHtml } from '../page/html.ts';

/** Every measure of every model; ▲ and ▼ mark what differs from the first one on the same images. */
export function measuresTable({ pairs }: Comparison, audits: readonly AuditRecord[]): SafeHtml {
  const [first, ...others] = audits.map(({ model }) => model.name);
  const names = [...new Set(audits.flatMap(({ measures }) => Object.keys(measures)))];
  const markOf = (model: string, measure: string): SafeHtml => {
    const pair = pairs.find((one) => one.first === first && one.second === model);
    const higher = pair?.rows.find((row) => row.measure === measure)?.higher;
    if (!higher) return html``;
    return higher === 'second' ? markSpan('▲', `higher than ${first}`) : markSpan('▼', `lower than ${first}`);
  };
  return dataTable({
    caption: `Measures with 95% Wilson intervals; ▲ and ▼ mark what is higher or lower than for ${first} on the same images (McNemar, p < 0.05)`,
    head: ['measure', first, ...others],
    rows: names.map((name) => ({
      name,
      cells: audits.map(({ model, measures }, index) =>
        measureCell(measures[name], index === 0 ? '' : markOf(model.name, name)),
      ),
    })),
  });
}

/** How two models compare on the same images, measure by measure. */
export function pairTable({ first, second, rows }: CompareModels): SafeHtml {
  return dataTable({
    caption: `${first} and ${second}`,
    head: ['measure', first, second, `right only for ${first}`, `right only for ${second}`, 'p (McNemar)'],
    rows: rows.map(({ measure, first: own, second: other, test }) => ({
      name: measure,
      cells: [
        measureCell(own),
        measureCell(other),
        whole(test.onlyFirst),
        whole(test.onlySecond),
        `${test.p < 0.001 ? '< 0.001' : test.p.toFixed(3)}${test.differ ? ' differ' : ''}`,
      ],
    })),
  });
}

/** How each model does on the images that were made to fool each. */
export function transferTable({ attack, n, result }: NonNullable<Comparison['transfer']>): SafeHtml {
  const { models, cells } = result;
  return dataTable({
    caption: `Accuracy on images made by ${attack} (n = ${whole(n)}), and below it the share fooled of those that both models get right without an attack`,
    head: ['made for', ...models.map((name) => `shown to ${name}`)],
    rows: models.map((from) => ({
      name: from,
      cells: models.map((to) => {
        const cell = cells.find((one) => one.from === from && one.to === to);
        if (!cell) return '–';
        const own = from === to ? ' by its own' : '';
        const fooled = cell.foolingRate
          ? html`<small>${percent(cell.foolingRate.value)} fooled${own}</small>`
          : '';
        return html`${percent(cell.accuracy.value)}${fooled}`;
      }),
    })),
  });
}
