import { html } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { coloursOf } from '../theme/theme.ts';
import type { StudyRecord } from './studyRecord.ts';

export interface StudyReportOptions {
  readonly record: StudyRecord;
  /** SVG texts of `record.pictures` by their ids; those that are absent are left out. */
  readonly pictures: Readonly<Record<string, string>>;
  /** As in `page`, where a server shows it. */
  readonly served?: Served | undefined;
}

/**
 * The page of a study.
 *
 * @returns one self-contained HTML file; text from outside (names, settings, errors) is escaped
 */
export function studyReport({ record, served }: StudyReportOptions): string {
  return page(html`<h1>${record.title}</h1>`, { title: record.title, colours: coloursOf(1), served });
}
