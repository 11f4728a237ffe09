import type { StudyFigure, StudyRecord, StudyTable } from '#passband/report/study/studyRecord.ts';

/** What HTML, Markdown, LaTeX, CSV and terminals each take for their own. */
export const hostileTexts = [
  '<img src=x onerror="globalThis.harmed=1">',
  "</script><script>alert('1')</script>",
  '\\\\input{/etc/passwd} & 100% $x_1^2$ #{a} ~b~',
  '| a | b |\n|---| [link](javascript:alert(1)) **bold** `code`',
  '=HYPERLINK("https://example.org","a"),"b"',
  '[5pt] *starred* ```` -- --- ?` !` {',
  '\u202e\ud800\u0007__proto__',
];

export const hostile = hostileTexts.join(' ');

export function hostileTable(table: StudyTable): StudyTable {
  return {
    ...table,
    ...{ title: hostile, caption: hostile, corner: hostile, paper: hostile },
    columns: table.columns.map(({ group }, index) => ({
      name: hostileTexts[index % hostileTexts.length],
      group: group === null ? null : `${group} ${hostile}`,
    })),
    rows: table.rows.map(({ cells }, index) => ({
      name: hostileTexts[index % hostileTexts.length],
      cells: cells.map((cell) => ({ ...cell, note: hostile })),
    })),
  };
}

export function hostileFigure(figure: StudyFigure): StudyFigure {
  const { x, y, panels } = figure;
  return {
    ...figure,
    ...{ title: hostile, caption: hostile, spread: hostile, paper: hostile },
    x: { ...x, title: hostile, categories: x.categories.map(() => hostile) },
    y: { ...y, title: hostile },
    panels: panels.map(({ curves, levels, missing }) => ({
      title: hostile,
      missing: missing === null ? null : hostile,
      curves: curves.map((curve, index) => ({ ...curve, name: `${hostile}${index}` })),
      levels: levels.map((level) => ({ ...level, name: hostile })),
    })),
  };
}

/** A study all of whose texts come from somebody who means harm. */
export function hostileStudy(record: StudyRecord): StudyRecord {
  return {
    ...record,
    ...{ name: hostile, title: hostile, paper: hostile, about: hostile, command: hostile, scale: hostile },
    ...{ preset: hostile, notes: hostileTexts, methods: hostile },
    versions: { [hostile]: hostile },
    base: { [hostile]: hostile, list: hostileTexts, nested: { [hostile]: hostile } },
    dataset: { ...record.dataset, name: hostile, hashes: { [hostile]: hostile } },
    runs: record.runs.map((run) => ({
      ...{ ...run, name: hostile, state: 'failed' as const, failure: hostile },
      varied: { [hostile]: hostile },
    })),
    claims: record.claims.map((claim) => ({
      ...{ ...claim, where: hostile, text: hostile, rule: hostile, reason: hostile },
      numbers: [{ name: hostile, text: hostile, verdict: null }],
    })),
    figures: record.figures.map(hostileFigure),
    tables: record.tables.map(hostileTable),
    pictures: record.pictures.map((picture) => ({ ...picture, title: hostile, caption: hostile })),
  };
}
