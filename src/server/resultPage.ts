import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { requireRecord } from '../files/readRecord.ts';
import { servedBar } from '../report/page/servedBar.ts';
import { readHistory } from '../training/run/history.ts';
import { openRun, taskOf } from '../training/run/runFolder.ts';
import { classification } from '../training/tasks/classification/classification.ts';
import type { Answer, ServedContext } from './answer.ts';
import type { ResultKind } from './results/findResults.ts';
import { readAudit } from './results/summaryOf.ts';

/** What all records that may be unfinished say. */
const statusSchema = z.looseObject({ status: z.string().optional() });

/** Files of a folder that was copied get their times in any order. */
const SLACK_MS = 2000;

/**
 * The page of a result: the file in its folder where that is about all that was found, else one made of what there is
 * by now.
 *
 * @returns null where no page can be made yet
 * @throws Error when the record cannot be read
 */
export async function resultPage(
  folder: string,
  { kind, record, page }: ResultKind,
  served: ServedContext,
): Promise<Answer | null> {
  const { status } = await requireRecord(folder, record, statusSchema);
  const file = join(folder, page);
  const [writtenMs, measuredMs] = await Promise.all([
    changedMs(file),
    changedMs(join(folder, 'history.jsonl')),
  ]);
  if (status !== 'running' && writtenMs > 0 && writtenMs + SLACK_MS >= measuredMs)
    return reportFile(file, served);
  // The charts' library takes a while to load, and finished results never need it.
  if (kind === 'run') {
    const { record: run } = await openRun(folder);
    if (taskOf(run) !== classification.name) {
      const { plainRunReport } = await import('../report/run/plainRunReport.ts');
      return { html: await plainRunReport({ run, rows: await readHistory(folder), served }) };
    }
    const rows = await readHistory(folder, classification.columns);
    const { runReport } = await import('../report/run/runReport.ts');
    const { commandOf } = await import('../report/run/commandOf.ts');
    return { html: await runReport({ run, rows, samples: [], command: commandOf(run.config), served }) };
  }
  if (kind === 'audit') {
    const audit = await readAudit(folder);
    const { auditReport } = await import('../report/audit/auditReport.ts');
    return { html: await auditReport({ record: audit, gallery: [], served }) };
  }
  return null;
}

/** An HTML file of a result, with the links that one needs to get away from it. */
export function reportFile(file: string, { links }: ServedContext): Answer {
  return { file, policy: 'result', insertion: { after: 'body', html: servedBar(links).text } };
}

/** 0 where there is no such file; a link is none. */
async function changedMs(path: string): Promise<number> {
  return lstat(path).then(
    (found) => (found.isFile() ? found.mtimeMs : 0),
    () => 0,
  );
}
