import type { Cell, FigureData } from './figureData.ts';
import { html, type SafeHtml } from './html.ts';

/** More digits than a figure shows, and fewer than would make a page of megabytes. */
const DIGITS = 6;

/**
 * Links to the values that a figure draws, as CSV and as JSON. The files are in the links, so that they need neither a
 * server nor a script.
 *
 * @param title what the files are named after, up to its first comma or stop
 */
export function dataLinks({ columns, rows }: Pick<FigureData, 'columns' | 'rows'>, title: string): SafeHtml {
  const used = columns.map((_, place) => rows.some((row) => (row[place] ?? null) !== null));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, place) => used[place]);
  const names = kept(columns);
  const table = rows.map((row) => kept(columns.map((_, place) => rounded(row[place] ?? null))));
  const csv = [names, ...table].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
  const json = JSON.stringify(
    table.map((row) => Object.fromEntries(row.map((cell, at) => [names[at], cell]))),
  );
  const file = fileName(title);
  const link = (ending: string, type: string, text: string) =>
    html`<a download="${file}.${ending}" href="data:${type},${encoded(text)}">${ending.toUpperCase()}</a>`;
  return html`<p class="data">Data: ${link('csv', 'text/csv;charset=utf-8', csv)} ${link('json', 'application/json', json)}</p>`;
}

/** `Accuracy under PGD over ε in L∞, by model` → `accuracy-under-pgd-over-epsilon-in-linf`. */
function fileName(title: string): string {
  const words = title
    .split(/[,.;:](?!\d)/)[0]
    .replaceAll('ε', 'epsilon')
    .replaceAll('∞', 'inf')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words?.join('-').slice(0, 60) ?? 'figure';
}

function rounded(cell: Cell): Cell {
  return typeof cell === 'number' ? Number(cell.toPrecision(DIGITS)) : cell;
}

function csvField(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  // A spreadsheet would run a name from outside that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** For a `data:` address in a quoted attribute that keeps commas and colons. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':');
}
