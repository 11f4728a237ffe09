import { methods } from '../../attacks/methods/methods.ts';
import { searchedMethods } from '../../attacks/minimalEpsilon.ts';
import type { Smoothing } from '../../audit/kernels/smoothing.ts';
import { percent, percentRange } from '../../wording/format.ts';
import { markSpan } from '../page/dataTable.ts';
import { html, type SafeHtml } from '../page/html.ts';

/**
 * Clean accuracy and accuracy under attack of a model as it is and smoothed, laid out as Table 2, with 95% Wilson
 * intervals; ▲ and ▼ mark what differs from the unsmoothed model by McNemar's exact test (p < 0.05).
 */
export function smoothingTable({ columns, rows }: Smoothing): SafeHtml {
  const groups = searchedMethods
    .map((method) => ({ method, count: columns.filter((column) => column.method === method).length }))
    .filter(({ count }) => count > 0);
  const measured = columns.length > 0;
  const lines = rows.map(
    (row) =>
      html`<tr><th scope="row">${rowName(row.rho)}</th>${['clean', ...columns.map(({ measure }) => measure)]
        .filter((name) => name in row.measures)
        .map((name) =>
          cell(row, name),
        )}<td>${percent(row.measures.smoothness.value)}<small>± ${percent(row.spread.standardDeviation)}</small></td></tr>`,
  );
  return html`<table class="numbers stacked">
<thead><tr><td></td>${measured ? html`<th scope="col">clean</th>` : ''}${groups.map(
    ({ method, count }) => html`<th scope="colgroup" colspan="${count}">${methods[method].title}</th>`,
  )}<th scope="col">power beyond r = 8</th></tr>
<tr><td></td>${measured ? html`<td></td>` : ''}${columns.map(({ text }) => html`<th scope="col">ε = ${text}</th>`)}<th scope="col">± spread over kernels</th></tr></thead>
<tbody>${lines}</tbody></table>`;
}

/** How a row is called in text and pictures. */
export function rowName(rho: number): string {
  return rho === 0 ? 'as it is' : `ρ = ${rho}`;
}

/** `▲`, `▼` or nothing: whether a measure differs from that of the unsmoothed model. */
export function changeMark({ paired }: Smoothing['rows'][number], name: string): '▲' | '▼' | '' {
  const { onlyFirst, onlySecond, differ } = paired[name];
  if (!differ) return '';
  return onlySecond > onlyFirst ? '▲' : '▼';
}

function cell(row: Smoothing['rows'][number], name: string): SafeHtml {
  const { value, low, high } = row.measures[name];
  const mark = changeMark(row, name);
  const said = mark === '▲' ? 'higher than unsmoothed' : 'lower than unsmoothed';
  return html`<td>${percent(value)}${mark === '' ? '' : markSpan(mark, said)}<small>${percentRange({ low: low!, high: high! })}</small></td>`;
}
