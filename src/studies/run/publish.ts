import { basename, dirname } from 'node:path';
import { folderInside, writeInside } from '../../files/inside.ts';
import { type Lease, takeLease } from '../../files/lease.ts';
import { figureSvg } from '../../report/study/figures/figureSvg.ts';
import { svgPng } from '../../report/study/figures/svgPng.ts';
import { studyReport } from '../../report/study/pages/studyReport.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';
import { studyRecordSchema } from '../../report/study/studyRecord.ts';
import { tableCsv } from '../../report/study/tables/tableCsv.ts';
import { tableLatex } from '../../report/study/tables/tableLatex.ts';
import { tableMarkdown } from '../../report/study/tables/tableMarkdown.ts';
import type { DrawnPicture } from './pictures.ts';

/** The folder of one study's results, while this process is the one that writes there. */
export interface StudyFolder {
  /** Of what is known by now: the record alone. */
  writeRecord(record: StudyRecord): Promise<void>;
  /** The record, its figures, tables and pictures as files of their own, and the page. */
  writeAll(record: StudyRecord, pictures: readonly DrawnPicture[]): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes a study's folder, and makes it in its store where it is not there.
 *
 * @throws HeldError where another process writes there; Error of one line where it is a link
 */
export async function openStudyFolder(folder: string, signal: AbortSignal): Promise<StudyFolder> {
  await folderInside(dirname(folder), basename(folder));
  const lease: Lease = await takeLease(folder, { signal });
  const writeRecord = (record: StudyRecord) =>
    writeInside(folder, 'study.json', `${JSON.stringify(studyRecordSchema.parse(record), null, 1)}\n`);
  return {
    writeRecord,
    async writeAll(record, pictures) {
      for (const { id, svg } of [...drawnFigures(record), ...pictures]) {
        await writeInside(folder, `figures/${id}.svg`, svg);
        await writeInside(folder, `figures/${id}.png`, await svgPng(svg));
      }
      for (const table of record.tables) {
        await writeInside(folder, `tables/${table.id}.md`, tableMarkdown(table));
        await writeInside(folder, `tables/${table.id}.csv`, tableCsv(table));
        await writeInside(folder, `tables/${table.id}.tex`, tableLatex(table));
      }
      const page = await studyReport({
        record,
        pictures: Object.fromEntries(pictures.map(({ id, svg }) => [id, svg])),
      });
      await writeInside(folder, 'study.html', page);
      // Last: a folder whose record says that it is finished has all the rest.
      await writeRecord(record);
    },
    release: () => lease.release(),
  };
}

function drawnFigures({ figures, seeds }: StudyRecord): { id: string; svg: string }[] {
  return figures.map((figure) => ({ id: figure.id, svg: figureSvg(figure, { seeds: seeds.length }).svg }));
}
