import { escapeLatex } from '../../../wording/escapeLatex.ts';
import type { StudyCell, StudyTable } from '../studyRecord.ts';
import { decimalsOf, groupsOf, sharedWords, spreadText, writtenNumber } from './tableNumbers.ts';

const INSIDE = '$\\circ$';
const OUTSIDE = '$\\bullet$';

/**
 * A table as LaTeX, which needs the package booktabs. A row has ours, below it the interval, and below that the paper's number;
 * what must be known of a cell is a note below the table. Text from outside is escaped.
 */
export function tableLatex(table: StudyTable): string {
  const { id, title, caption, corner, columns, rows } = table;
  const shared = sharedWords(table);
  const notes = new Map<string, string>();
  const written = (value: number, { unit }: StudyCell) =>
    escapeLatex(writtenNumber(value, unit, decimalsOf(table)));
  const marked = (...texts: readonly string[]) => {
    const said = texts.filter((text) => text !== '');
    if (said.length === 0) return '';
    const text = said.join('; ');
    if (!notes.has(text)) notes.set(text, letters(notes.size));
    return `$^{\\mathrm{${notes.get(text)}}}$`;
  };
  const hasPaper = rows.some(({ cells }) => cells.some(({ paper }) => paper !== null));
  const headings = [
    escapeLatex(corner),
    ...columns.map(({ name }, at) => `${escapeLatex(name)}${marked(shared.columns[at])}`),
  ];
  const lines = rows.flatMap(({ name, cells }, index) => {
    const ours = cells.map(
      (cell) =>
        `${oursOf(cell, written)}${marked(...(cell.ours === null ? [] : shared.of(cell)), cell.note ?? '')}`,
    );
    const hasRange = cells.some((cell) => rangeOf(cell, written) !== '');
    return [
      ...(index > 0 && (hasPaper || hasRange) ? ['\\addlinespace'] : []),
      row([escapeLatex(name), ...ours]),
      ...(hasRange ? [row(['', ...cells.map((cell) => rangeOf(cell, written))])] : []),
      ...(hasPaper ? [row(['\\quad paper', ...cells.map((cell) => paperOf(cell, written))])] : []),
    ];
  });
  const below = [...notes].map(([text, letter]) => `$^{\\mathrm{${letter}}}$~${escapeLatex(text)}.`);
  return [
    '% Needs \\usepackage{booktabs}.',
    '\\begin{table}',
    '\\centering',
    '\\small',
    `\\caption{${captionOf({ title, caption }, table, shared.text)}}`,
    `\\label{tab:${id}}`,
    `\\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '\\toprule',
    ...groupLines(table),
    row(headings),
    '\\midrule',
    ...lines,
    '\\bottomrule',
    '\\end{tabular}',
    ...(below.length > 0 ? ['', '\\medskip', `{\\footnotesize ${below.join(' ')}}`] : []),
    '\\end{table}',
    '',
  ].join('\n');
}

type Written = (value: number, cell: StudyCell) => string;

const row = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;

function captionOf(
  { title, caption }: { readonly title: string; readonly caption: string },
  table: StudyTable,
  shared: string,
): string {
  const cells = table.rows.flatMap((row) => row.cells);
  const spread = spreadText(table);
  const said = [
    `${title}.`,
    caption,
    spread === '' ? '' : `Ours: ${spread}${shared === '' ? '' : ` (${shared})`}.`,
  ].filter((text) => text !== '');
  const marks = cells.some(({ isInside }) => isInside !== null)
    ? ` The paper's number lies inside (${INSIDE}) or outside (${OUTSIDE}) the 95\\% interval of our difference from it.`
    : '';
  return `${escapeLatex(said.join(' '))}${marks}`;
}

/** Headings over neighbouring columns, with a rule below each. */
function groupLines(table: StudyTable): string[] {
  const groups = groupsOf(table);
  if (groups.every(({ name }) => name === null)) return [];
  const rules: string[] = [];
  let at = 2;
  const cells = groups.map(({ name, count }) => {
    const [from, to] = [at, at + count - 1];
    at += count;
    if (name === null) return '';
    rules.push(`\\cmidrule(lr){${from}-${to}}`);
    return `\\multicolumn{${count}}{c}{${escapeLatex(name)}}`;
  });
  return [row(['', ...cells]), rules.join('')];
}

function oursOf(cell: StudyCell, written: Written): string {
  if (cell.ours === null) return '--';
  const { value, sd } = cell.ours;
  return `${written(value, cell)}${sd === null ? '' : ` $\\pm$ ${written(sd, cell)}`}`;
}

function rangeOf(cell: StudyCell, written: Written): string {
  if (cell.ours === null || cell.ours.sd !== null) return '';
  const { low, high } = cell.ours;
  if (low === null || high === null) return '';
  return `{\\footnotesize {[}${written(low, cell)}, ${written(high, cell)}{]}}`;
}

function paperOf(cell: StudyCell, written: Written): string {
  if (cell.paper === null) return '';
  const mark = cell.isInside === null ? '' : ` ${cell.isInside ? INSIDE : OUTSIDE}`;
  return `\\emph{${written(cell.paper, cell)}}${mark}`;
}

/** a, b, …, z, aa, ab, … */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}
