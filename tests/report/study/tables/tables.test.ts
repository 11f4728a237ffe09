import { describe, expect, it } from 'vitest';
import type { StudyTable } from '#passband/report/study/studyRecord.ts';
import { tableCsv } from '#passband/report/study/tables/tableCsv.ts';
import { tableLatex } from '#passband/report/study/tables/tableLatex.ts';
import { tableMarkdown } from '#passband/report/study/tables/tableMarkdown.ts';
import { decimalsOf, writtenNumber } from '#passband/report/study/tables/tableNumbers.ts';
import { table1, table2 } from '../exampleStudy.ts';
import { hostileTable, hostileTexts } from '../hostile.ts';

const tables: [string, StudyTable][] = [
  ['Table 1', table1()],
  ['Table 2', table2()],
  ['hostile', hostileTable(table2())],
];

/** Cells of a line of a Markdown table; an escaped bar does not end one. */
const cellsOf = (line: string) => line.slice(2, -2).split(' | ');

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows[rows.length - 1].push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('tableMarkdown', () => {
  it.each(tables)('has as many cells in every line: %s', (_, table) => {
    const lines = tableMarkdown(table)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(lines).toHaveLength(table.rows.length + 2);
    const counts = lines.map((line, at) => (at === 1 ? line.split('---').length - 1 : cellsOf(line).length));
    expect(new Set(counts)).toEqual(new Set([table.columns.length + 1]));
  });

  it('has ours with its interval, the paper’s number, and where it lies', () => {
    const text = tableMarkdown(table2());
    expect(text).toContain('| natural | .809 (.785 – .833); paper .856, **outside** |');
    expect(text).toContain('–; paper .337; not run, about 40 min');
    expect(text).toContain('n = 1,000 test images, one seed');
    expect(tableMarkdown(table1())).toContain('| 4 | .9455 ± .0084; paper .9668, inside | .5741 ± .0084;');
  });

  it('holds no markup from outside', () => {
    const text = tableMarkdown(hostileTable(table2()));
    expect(text).not.toMatch(/<|\]\(|`|\n\n\n/);
    expect(text.replaceAll('**outside**', '')).not.toContain('*');
  });
});

describe('tableCsv', () => {
  it.each(tables)('gives every number back: %s', (_, table) => {
    const [head, ...lines] = parseCsv(tableCsv(table));
    const cells = table.rows.flatMap((row) => row.cells);
    expect(lines).toHaveLength(cells.length);
    const column = (name: string) => head.lastIndexOf(name);
    const numberAt = (line: string[], name: string) =>
      line[column(name)] === '' ? null : Number(line[column(name)]);
    lines.forEach((line, at) => {
      expect(line).toHaveLength(head.length);
      const { ours, paper, images, isInside } = cells[at];
      for (const key of ['value', 'low', 'high', 'sd', 'seeds', 'n'] as const) {
        expect(numberAt(line, key)).toBe(ours?.[key] ?? null);
      }
      expect(numberAt(line, 'paper')).toBe(paper);
      expect(line[column('images')]).toBe(images ?? '');
      expect(line[column('paper is')]).toBe(isInside === null ? '' : isInside ? 'inside' : 'outside');
    });
  });

  it('begins no field like a formula', () => {
    const fields = parseCsv(tableCsv(hostileTable(table2()))).flat();
    expect(fields).toContain(`'${hostileTexts[4]}`);
    expect(fields.filter((field) => /^[=+\-@]/.test(field) && Number.isNaN(Number(field)))).toEqual([]);
  });
});

/** LaTeX without the commands of ours, and without what is escaped. */
const bare = (text: string) =>
  text
    .replace(/^% .*$/m, '')
    .replace(/\\(?:textbackslash|textasciitilde|textasciicircum|textless|textgreater|textbar)\{\}/g, '')
    .replace(/\\[&%$#_{}]/g, '');

describe('tableLatex', () => {
  it.each(tables)('is balanced, and has as many cells in every row: %s', (_, table) => {
    const text = bare(tableLatex(table));
    let depth = 0;
    for (const letter of text) {
      depth += Number(letter === '{') - Number(letter === '}');
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(depth).toBe(0);
    expect((text.match(/\$/g) ?? []).length % 2).toBe(0);
    const body = text.slice(text.indexOf('\\toprule'), text.indexOf('\\bottomrule'));
    const rows = body.split('\n').filter((line) => line.endsWith('\\\\'));
    const spans = (line: string) =>
      [...line.matchAll(/\\multicolumn\{(\d+)\}/g)].reduce((sum, [, span]) => sum + Number(span) - 1, 0);
    for (const line of rows) expect(line.split(' & ').length + spans(line)).toBe(table.columns.length + 1);
  });

  it.each(tables)('has no raw specials, and only commands that it knows: %s', (_, table) => {
    const text = bare(tableLatex(table)).replace(/\$[^$]*\$~?/g, '');
    expect(text.replace(/ & |\\label\{[^}]*\}/g, '')).not.toMatch(/[&%#_^~$]/);
    const known =
      /^\\(begin|end|centering|small|caption|label|toprule|midrule|bottomrule|addlinespace|multicolumn|cmidrule|quad|emph|footnotesize|medskip|dots|S|\\|,| )$/;
    expect([...new Set(text.match(/\\([a-zA-Z]+|.)/g))].filter((command) => !known.test(command))).toEqual(
      [],
    );
    // What begins a row with a bracket or a star would be an argument of the end of the row before.
    expect(text).not.toMatch(/\\\\\s*[[*]/);
  });

  it('groups columns under headings with rules', () => {
    const text = tableLatex(table1());
    expect(text).toContain(
      ' & \\multicolumn{2}{c}{LFC} & \\multicolumn{2}{c}{HFC} \\\\\n\\cmidrule(lr){2-3}\\cmidrule(lr){4-5}',
    );
    expect(tableLatex(table2())).toContain('\\cmidrule(lr){3-5}\\cmidrule(lr){6-8}');
  });

  it('has ours, its interval, the paper’s number with a mark, and notes below', () => {
    const lines = tableLatex(table2()).split('\n');
    const at = lines.findIndex((line) => line.startsWith('natural & '));
    expect(lines[at]).toMatch(/^natural & \.809 & /);
    expect(lines[at + 1]).toMatch(/^ & \{\\footnotesize \{\[\}\.785, \.833\{\]\}\} & /);
    expect(lines[at + 2]).toMatch(
      /^\\quad paper & \\emph\{\.856\} \$\\bullet\$ & \\emph\{\.107\} \$\\circ\$ & /,
    );
    expect(lines.join('\n')).toContain('--$^{\\mathrm{a}}$');
    expect(lines.join('\n')).toContain('$^{\\mathrm{a}}$~not run, about 40 min.');
    expect(tableLatex(table1())).toContain('4 & .9455 $\\pm$ .0084 & ');
  });
});

describe('numbers of tables', () => {
  it('are said to be of which images: once of the table, of each column, or of each cell', () => {
    expect(tableMarkdown(table1())).toContain(
      '| LFC, train, n = 10,000 training images | LFC, test, n = 1,000 test images |',
    );
    expect(tableLatex(table1())).toContain(
      'r & train$^{\\mathrm{a}}$ & test$^{\\mathrm{b}}$ & train$^{\\mathrm{a}}$ & test$^{\\mathrm{b}}$ ',
    );
    const { rows, ...table } = table2();
    const [first, ...others] = rows;
    const cells = first.cells.map((cell) => ({ ...cell, images: 'reserve' as const }));
    const mixed = tableMarkdown({ ...table, rows: [{ ...first, cells }, ...others] });
    expect(mixed.match(/n = 1,000 training images that no run learns from/g)).toHaveLength(7);
    expect(mixed.match(/n = 1,000 test images/g)).toHaveLength(60);
  });

  it('are written as the paper does, with its decimals', () => {
    expect([0.6167, 1, 0, -0.012].map((value) => writtenNumber(value, 'share', 4))).toEqual([
      '.6167',
      '1.0000',
      '.0000',
      '−.0120',
    ]);
    expect(writtenNumber(37.25, 'number', 3)).toBe('37.3');
    expect([table1(), table2()].map(decimalsOf)).toEqual([4, 3]);
  });
});
