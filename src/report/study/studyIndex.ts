import { html } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { coloursOf } from '../theme/theme.ts';
import type { StudyRecord } from './studyRecord.ts';

/** A study and where its page is. */
export interface IndexedStudy {
  readonly record: StudyRecord;
  /** Address of its page, from that of the index. */
  readonly href: string;
}

export interface StudyIndexOptions {
  /** The command that makes the page again. */
  readonly command: string;
  /** As in `page`, where a server shows it. */
  readonly served?: Served | undefined;
}

/** The page of several studies: the paper's claims by data set (C33), and the studies themselves. */
export function studyIndex(studies: readonly IndexedStudy[], { served }: StudyIndexOptions): string {
  return page(html`<h1>${studies.length} studies</h1>`, { title: 'Studies', colours: coloursOf(1), served });
}
