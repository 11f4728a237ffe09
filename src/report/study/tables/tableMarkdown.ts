import { escapeMarkdown } from '../../../wording/escapeMarkdown.ts';
import type { StudyCell, StudyTable } from '../studyRecord.ts';
import { decimalsOf, insideText, sharedWords, spreadText, writtenNumber } from './tableNumbers.ts';

/**
 * A table as Markdown of GitHub's kind, with its title and caption. Numbers are as the paper writes them: `.6167`. Text from outside is escaped.
 */
export function tableMarkdown(table: StudyTable): string {
  const { title, paper, caption, corner, columns, rows } = table;
  const shared = sharedWords(table);
  const decimals = decimalsOf(table);
  const head = [
    corner,
    ...columns.map(({ name, group }, at) =>
      [group ?? '', name, shared.columns[at]].filter((text) => text !== '').join(', '),
    ),
  ];
  const lines = rows.map(({ name, cells }) => [
    escapeMarkdown(name),
    ...cells.map((cell) => cellText(cell, { decimals, words: shared.of(cell) })),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const spread = spreadText(table);
  const said = [
    escapeMarkdown(caption),
    spread === '' ? '' : `Ours: ${spread}${shared.text === '' ? '' : ` (${shared.text})`}.`,
    rows.some(({ cells }) => cells.some(({ isInside }) => isInside !== null))
      ? 'The paper’s number is inside or outside the 95% interval of our difference from it.'
      : '',
  ].filter((text) => text !== '');
  return [
    `### ${escapeMarkdown(title)}${paper === null ? '' : ` (the paper’s ${escapeMarkdown(paper)})`}`,
    '',
    line(head.map(escapeMarkdown)),
    `|---|${columns.map(() => '---|').join('')}`,
    ...lines.map(line),
    '',
    said.join(' '),
    '',
  ].join('\n');
}

/** `.612 (.581 – .642); paper .6167, inside`. */
function cellText(
  cell: StudyCell,
  { decimals, words }: { readonly decimals: number; readonly words: readonly string[] },
): string {
  const { ours, paper, unit, note } = cell;
  const written = (value: number) => writtenNumber(value, unit, decimals);
  const inside = insideText(cell);
  const parts = [
    ours === null ? '–' : `${written(ours.value)}${spreadOf(ours, written)}`,
    paper === null
      ? ''
      : `paper ${written(paper)}${inside === '' ? '' : `, ${inside === 'outside' ? '**outside**' : inside}`}`,
    ...(ours === null ? [] : words),
    note === null ? '' : escapeMarkdown(note),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function spreadOf(
  { low, high, sd }: NonNullable<StudyCell['ours']>,
  written: (value: number) => string,
): string {
  if (sd !== null) return ` ± ${written(sd)}`;
  return low === null || high === null ? '' : ` (${written(low)} – ${written(high)})`;
}
