import type { FigureTable } from '../../charts/figureData.ts';
import { csvField } from '../../page/csvField.ts';
import type { StudyTable } from '../studyRecord.ts';
import { insideText } from './tableNumbers.ts';

/** A table, a row a cell. */
export function tableData({ corner, columns, rows }: StudyTable): FigureTable {
  const heading = corner === '' || fixed.includes(corner) ? 'row' : corner;
  return {
    columns: [heading, ...fixed],
    rows: rows.flatMap(({ name, cells }) =>
      cells.map((cell, place) => {
        const { ours, paper, images, note } = cell;
        return [
          ...[name, columns[place]?.group ?? null, columns[place]?.name ?? null],
          ...[ours?.value ?? null, ours?.low ?? null, ours?.high ?? null, ours?.sd ?? null],
          ...[ours?.seeds ?? null, ours?.n ?? null, images, paper, insideText(cell) || null, note],
        ];
      }),
    ),
  };
}

const fixed = 'group,column,value,low,high,sd,seeds,n,images,paper,paper is,note'.split(',');

/** A table as CSV (RFC 4180), a line a cell, with all digits. */
export function tableCsv(table: StudyTable): string {
  const { columns, rows } = tableData(table);
  const lines = [columns, ...rows.map((row) => row.map((cell) => (typeof cell === 'object' ? null : cell)))];
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}
