import { largest } from '../../statistics/extremes.ts';
import type { Cell, FigureTable } from '../charts/figureData.ts';
import { csvField } from './csvField.ts';
import { html, type SafeHtml } from './html.ts';

/** More digits than a figure shows, and fewer than would make a page of megabytes. */
const DIGITS = 6;

/**
 * Links to the values that a figure draws, as CSV and as JSON. The files are in the links, so that they need neither a
 * server nor a script.
 *
 * @param title what the files are named after, up to its first comma or stop
 * @param of what of a figure the values are, where it has links to others too
 */
export function dataLinks({ columns, rows }: FigureTable, title: string, of?: string): SafeHtml {
  const used = columns.map((_, place) => rows.some((row) => (row[place] ?? null) !== null));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, place) => used[place]);
  const names = kept(columns);
  const table = rows.map((row) => kept(columns.map((_, place) => rounded(row[place] ?? null))));
  const lengths = names.map((_, at) => largest(table.map((row) => lengthOf(row[at]))));
  const head = names.flatMap((name, at) => numbered(name, lengths[at]));
  const csv = [head, ...table].map((row) => `${row.flat().map(csvField).join(',')}\r\n`).join('');
  const json = JSON.stringify(
    table.map((row) => Object.fromEntries(row.map((cell, at) => [names[at], cell]))),
  );
  const file = fileName(title);
  const link = (ending: string, type: string, text: string) =>
    html`<a download="${file}.${ending}" href="data:${type},${encoded(text)}">${ending.toUpperCase()}</a>`;
  return html`<p class="data">Data${of === undefined ? '' : ` of ${of}`}: ${link('csv', 'text/csv;charset=utf-8', csv)} ${link('json', 'application/json', json)}</p>`;
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

/** 0 for what is no list. */
const lengthOf = (cell: Cell) => (typeof cell === 'object' && cell !== null ? cell.length : 0);

/** `weight 1`, `weight 2`, … for a list. */
const numbered = (name: string, length: number) =>
  length === 0 ? [name] : Array.from({ length }, (_, at) => `${name} ${at + 1}`);

function rounded(cell: Cell): Cell {
  const toDigits = (value: number) => Number(value.toPrecision(DIGITS));
  if (typeof cell === 'number') return toDigits(cell);
  return cell === null || typeof cell === 'string' ? cell : cell.map(toDigits);
}

/** For a `data:` address in a quoted attribute that keeps commas and colons. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'))
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':');
}
