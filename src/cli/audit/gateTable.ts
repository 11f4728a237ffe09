import type { Finding, GateOutcome } from '../../audit/gate/gateOutcome.ts';
import { type FindingText, findingText, gateCount, gateTitle } from '../../report/gate/findingText.ts';
import { largest } from '../../statistics/extremes.ts';
import type { Line } from '../terminal/print.ts';

// Each status has a sign and a word too; cyan and red are told apart by everybody who sees colours at all.
const codes: Readonly<Record<Finding['status'], string>> = { pass: '36', warn: '33', fail: '1;31' };
const head = ['', 'measure', 'value', '95% interval', 'must be'];
const GAP = '  ';
const NUMBER = head.indexOf('value');

/**
 * A gate's outcome for the terminal: what was judged, a row a rule (a sentence a rule where the window is too narrow for
 * the rows), and the verdict.
 *
 * @param columns width of the terminal in characters
 */
export function gateTable(outcome: GateOutcome, columns = Number.POSITIVE_INFINITY): Line[] {
  const paint = (text: string, status: Finding['status']) => ({ text, code: codes[status] });
  const texts = outcome.findings.map((finding) => ({ ...findingText(finding), status: finding.status }));
  const table = [head, ...texts.map(cellsOf)];
  const widths = head.map((_, column) => largest(table.map((cells) => lengthOf(cells[column]))));
  const rowOf = (cells: readonly string[]) =>
    cells.map((cell, column) => {
      const space = ' '.repeat(widths[column] - lengthOf(cell));
      return column === NUMBER ? space + cell : cell + space;
    });
  const fits = widths.reduce((sum, width) => sum + GAP.length + width, 0) <= columns;
  const rows = texts.flatMap((text): Line[] => {
    const [mark, ...rest] = fits ? rowOf(cellsOf(text)) : [text.mark];
    const [first, ...others] = fits ? [rest.join(GAP)] : hanging(text, columns);
    return [[paint(mark, text.status), GAP, first], ...others];
  });
  const { verdict, subject } = gateTitle(outcome);
  return [
    subject,
    '',
    ...(fits ? [rowOf(head).join(GAP)] : []),
    ...rows,
    '',
    ...outcome.notes,
    [paint(verdict, outcome.status), `: ${gateCount(outcome)}`],
  ];
}

const cellsOf = ({ mark, subject, value, interval, rule }: FindingText) => [
  mark,
  subject,
  value,
  interval,
  rule,
];

// Code points, so that a letter outside the basic plane is one.
const lengthOf = (text: string) => [...text].length;

/** The sentence broken between words, so that each line but the first begins below the first. */
function hanging({ mark, sentence }: FindingText, columns: number): string[] {
  const indent = lengthOf(mark) + GAP.length;
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && indent + lengthOf(line) + 1 + lengthOf(word) > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line, index) => (index === 0 ? line : ' '.repeat(indent) + line));
}
