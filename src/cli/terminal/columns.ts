import { largest } from '../../statistics/extremes.ts';
import { withoutControls } from '../../wording/printable.ts';
import { shortened } from '../../wording/shortened.ts';

/** A sentence fits; the name of a class that is a whole file does not. */
const MOST_CHARACTERS = 1000;

/** Cells in columns, three spaces apart, as lines of a terminal; each cell may hold text from outside. */
export function columns(table: readonly (readonly string[])[]): string[] {
  const rows = table.map((cells) => cells.map((cell) => withoutControls(shortened(cell, MOST_CHARACTERS))));
  const widths = table[0].map((_, column) => largest(rows.map((cells) => cells[column].length)));
  return rows.map((cells) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd(),
  );
}
