import type { StudyRecord } from '../report/study/studyRecord.ts';
import { keepLatest, type Latest } from './results/keepLatest.ts';
import type { Summary } from './results/summaryOf.ts';
import { type ResultsWatch, watchResults } from './results/watchResults.ts';

/** What a server shows. */
export interface Site {
  /** Folder of the built page, with `index.html` and `live.js`; it need not be there. */
  readonly web: string;
  /** Folder of the results; null serves the page alone. */
  readonly runs: string | null;
  /** The first name of every path but those in frames (`framed.ts`); null where only this machine reaches the server. */
  readonly token: string | null;
}

/** What a server keeps between requests; all of it can be found or made again. */
export interface Kept {
  readonly watch: ResultsWatch;
  readonly summaries: Latest<Summary>;
  /** Records of studies without what they drew. */
  readonly studies: Latest<StudyRecord>;
  /** Pages that take long to make, as HTML. */
  readonly pages: Latest<string>;
}

/** A request for something in the folder of results. */
export interface Place extends Site {
  readonly runs: string;
  readonly kept: Kept;
  /** Of the request, without the token, as `pathSegments` gives it. */
  readonly path: readonly string[];
  /** Address of the server's first page from this one. */
  readonly root: string;
}

/** A summary has less than 1 kB (a study's a few), a record of a study some 50 kB then, a page up to a few MB. */
const limits = { summaries: 10_000, studies: 200, pages: 10 };

/** @param pollMs how often the folder is looked at while somebody follows it */
export function keepOf(runs: string, pollMs: number): Kept {
  return {
    watch: watchResults(runs, pollMs),
    summaries: keepLatest(limits.summaries),
    studies: keepLatest(limits.studies),
    pages: keepLatest(limits.pages),
  };
}
