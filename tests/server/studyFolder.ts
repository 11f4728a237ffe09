import { join } from 'node:path';
import type { StudyRecord } from '#passband/report/study/studyRecord.ts';
import { writeFiles } from '../support/dataFiles.ts';

/** Makes the folder of a study in a store, with its record and whatever else is given. */
export function writeStudy(store: string, name: string, record: unknown, files: Record<string, string> = {}) {
  writeFiles(join(store, name), { 'study.json': JSON.stringify(record), ...files });
}

/** Name of the folder of the run at one place of a study, in the store's `runs`. */
export const folderOfRun = ({ runs }: StudyRecord, place: number) => runs[place].hash.slice(0, 16);
