import type { StudyTable } from './studyRecord.ts';

/** A table as CSV (RFC 4180), a line a cell, with all digits. */
export function tableCsv(table: StudyTable): string {
  return table.id;
}
