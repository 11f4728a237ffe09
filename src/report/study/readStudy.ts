import { requireRecord } from '../../files/readRecord.ts';
import { type StudyRecord, type StudyRun, studyKind, studyRecordSchema } from './studyRecord.ts';

/**
 * The record of a study's folder.
 *
 * @throws Error of one line when there is none, or none that this version reads
 */
export async function readStudy(folder: string): Promise<StudyRecord> {
  return requireRecord(folder, 'study.json', studyRecordSchema, studyKind);
}

/** What the folder of a study's run is called, in the folder `runs` beside the study's own. */
export const runFolderName = ({ hash }: Pick<StudyRun, 'hash'>) => hash.slice(0, 16);
