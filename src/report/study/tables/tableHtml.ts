import { percent, percentRange, shownText } from '../../../wording/format.ts';
import { dataLinks } from '../../page/dataLinks.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { StudyCell, StudyTable } from '../studyRecord.ts';
import { tableData } from './tableCsv.ts';
import { groupsOf, insideText, type SharedWords, sharedWords, spreadText } from './tableNumbers.ts';

/** A table of a page: ours in per cent, the paper's number below it; it scrolls by itself on narrow screens. */
export function tableHtml(table: StudyTable): SafeHtml {
  const { title, caption, corner, columns, rows } = table;
  const shared = sharedWords(table);
  const groups = groupsOf(table);
  const hasGroups = groups.some(({ name }) => name !== null);
  const heading = (at: number) =>
    html`${columns[at].name}${shared.columns[at] === '' ? '' : html`<small>${shared.columns[at]}</small>`}`;
  const lower = columns.flatMap(({ group }, at) =>
    hasGroups && group === null ? [] : [html`<th scope="col">${heading(at)}</th>`],
  );
  let at = 0;
  const upper = groups.map(({ name, count }) => {
    const first = at;
    at += count;
    return name === null
      ? html`<th scope="col" rowspan="2">${heading(first)}</th>`
      : html`<th scope="colgroup" colspan="${count}">${name}</th>`;
  });
  const head = hasGroups
    ? html`<tr><th scope="col" rowspan="2">${corner}</th>${upper}</tr>
<tr>${lower}</tr>`
    : html`<tr><th scope="col">${corner}</th>${lower}</tr>`;
  const lines = rows.map(
    ({ name, cells }) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cellHtml(cell, shared)}</td>`)}</tr>
`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="numbers stacked results"><caption><span>${captionOf(caption, table, shared)}</span></caption>
<thead>${head}</thead>
<tbody>${lines}</tbody></table></div>
${dataLinks(tableData(table), title)}`;
}

/** What is said of all cells, behind the caption. */
export function captionOf(caption: string, table: StudyTable, { text }: SharedWords): string {
  const cells = table.rows.flatMap((row) => row.cells);
  const spread = spreadText(table);
  const compared = cells.some(({ isInside }) => isInside !== null)
    ? ' Below it the paper’s number, inside or outside the 95% interval of our difference from it.'
    : '';
  return `${caption}${spread === '' ? '' : ` Ours: ${spread}${text === '' ? '' : ` (${text})`}.`}${compared}`;
}

function cellHtml(cell: StudyCell, shared: SharedWords): SafeHtml {
  const { ours, paper, unit, note } = cell;
  const inside = insideText(cell);
  const own =
    ours === null
      ? html`–`
      : html`${shownText(ours.value, unit)}${spreadOf(cell)}${shared.of(cell).map((text) => html`<small>${text}</small>`)}`;
  const other =
    paper === null
      ? ''
      : html`<small>paper ${shownText(paper, unit)}${inside === '' ? '' : html`, <b class="${inside}">${inside}</b>`}</small>`;
  return html`${own}${other}${note === null ? '' : html`<small class="note">${note}</small>`}`;
}

function spreadOf({ ours, unit }: StudyCell): SafeHtml {
  if (ours === null) return html``;
  const { low, high, sd } = ours;
  if (sd !== null) {
    const text = unit === 'share' ? percent(sd).replace('%', '') : sd.toPrecision(2);
    return html`<small>± ${text}</small>`;
  }
  if (low === null || high === null) return html``;
  const range =
    unit === 'share' ? percentRange({ low, high }) : `${low.toPrecision(3)} – ${high.toPrecision(3)}`;
  return html`<small>${range}</small>`;
}
