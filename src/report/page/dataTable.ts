import type { Measure } from '../../audit/measures/measure.ts';
import { percent, percentRange } from '../../wording/format.ts';
import { html, type SafeHtml } from './html.ts';

export interface DataTable {
  /** Says what the table shows; read before it, and seen above it. */
  readonly caption: string;
  /** Headings of the columns, that of the rows' names first. */
  readonly head: readonly (string | SafeHtml)[];
  readonly rows: readonly DataRow[];
}

export interface DataRow {
  readonly name: string | SafeHtml;
  readonly cells: readonly (string | SafeHtml)[];
}

/** A table with headings for columns and rows; on narrow screens it scrolls by itself. */
export function dataTable({ caption, head, rows }: DataTable): SafeHtml {
  const lines = rows.map(
    ({ name, cells }) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="numbers stacked"><caption><span>${caption}</span></caption>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div>`;
}

/** A share with its interval below it, or another figure in three digits; – where there is none. */
export function measureCell(measure: Measure | undefined, mark: string | SafeHtml = ''): SafeHtml {
  if (!measure) return html`–`;
  const { value, low, high } = measure;
  if (low === null || high === null) return html`${value.toPrecision(3)}${mark}`;
  return html`${percent(value)}${mark}<small>${percentRange({ low, high })}</small>`;
}

/** ▲ or ▼ behind a number, which a screen reader says in words. */
export function markSpan(mark: '▲' | '▼', words: string): SafeHtml {
  return html` <span role="img" aria-label="${words}" title="${words}">${mark}</span>`;
}

/** `83.1% (80.2 – 85.7, n = 1,000)`. */
export function measureText({ value, low, high, n }: Measure): string {
  if (n === null || low === null || high === null) return value.toPrecision(3);
  return `${percent(value)} (${percentRange({ low, high })}, n = ${n.toLocaleString('en')})`;
}

/** `< 0.001`, `= 0.032`: what follows "p". */
export function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}
