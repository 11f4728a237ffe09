import { join } from 'node:path';
import { z } from 'zod';
import { requireRecord } from '../files/readRecord.ts';
import { readPictures } from '../report/study/readPictures.ts';
import { readHistory } from '../training/run/history.ts';
import { openRun, taskOf } from '../training/run/runFolder.ts';
import { classification } from '../training/tasks/classification/classification.ts';
import type { Answer, ServedContext } from './http/answer.ts';
import { type FoundResult, type ResultKind, stampOf } from './results/findResults.ts';
import type { Latest } from './results/keepLatest.ts';
import { studyNow } from './results/studyNow.ts';
import { readAudit } from './results/summaryOf.ts';

/** What all records that may be unfinished say. */
const statusSchema = z.looseObject({ status: z.string().optional() });

/** Files of a folder that was copied get their times in any order. */
const SLACK_MS = 2000;

export interface ResultPageOptions {
  readonly served: ServedContext;
  /** The page that shows the file in the result's folder. */
  readonly written: (file: string) => Promise<Answer>;
  /** Pages that were made before. */
  readonly pages: Latest<string>;
}

/**
 * The page of a result: the file in its folder where that is about all that was found, else one made of what there is
 * by now.
 *
 * @returns null where no page can be made yet
 * @throws Error when the record cannot be read
 */
export async function resultPage(
  result: FoundResult,
  { served, written, pages }: ResultPageOptions,
): Promise<Answer | null> {
  // Before anything is read, so that what is kept is never older than its stamp.
  const { folder, kind } = result;
  const stamp = await stampOf(result);
  const { status } = await requireRecord(folder, kind.record, statusSchema);
  const isWhole = stamp.pageMs > 0 && stamp.pageMs + SLACK_MS >= stamp.historyMs;
  if (status !== 'running' && isWhole) return written(join(folder, kind.page));
  const make = makers[kind.kind];
  if (!make) return null;
  const html = await pages.get(JSON.stringify([folder, kind.kind, stamp.text, served]), () =>
    make(folder, served),
  );
  return { html };
}

// The charts' library takes a while to load, and finished results never need it.
const makers: Readonly<
  Partial<Record<ResultKind['kind'], (folder: string, served: ServedContext) => Promise<string>>>
> = {
  async run(folder, served) {
    const { record: run } = await openRun(folder);
    if (taskOf(run) !== classification.name) {
      const { plainRunReport } = await import('../report/run/plainRunReport.ts');
      return plainRunReport({ run, rows: await readHistory(folder), served });
    }
    const rows = await readHistory(folder, classification.columns);
    const { runReport } = await import('../report/run/runReport.ts');
    const { commandOf } = await import('../report/run/commandOf.ts');
    return runReport({ run, rows, samples: [], command: commandOf(run.config), served });
  },
  async audit(folder, served) {
    const record = await readAudit(folder);
    const { auditReport } = await import('../report/audit/auditReport.ts');
    return auditReport({ record, gallery: [], served });
  },
  async study(folder, served) {
    const record = await studyNow(folder);
    const { studyReport } = await import('../report/study/pages/studyReport.ts');
    return studyReport({ record, pictures: await readPictures(folder, record), served });
  },
};
