import { join } from 'node:path';
import { LEASE } from '../../files/leaseFile.ts';
import { leaseWatch } from '../../files/leaseWatch.ts';
import { readStudy } from '../../report/study/readStudy.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';

/** Whether surely no process writes in a folder of results; one on another machine may. */
export function isLeft(folder: string): boolean {
  try {
    const { state } = leaseWatch(join(folder, LEASE), 1)();
    return state === 'free' || state === 'ended';
  } catch {
    // What lies there is no lease.
    return false;
  }
}

/**
 * The record of a study; one that no process is at any more has been stopped, whatever it says.
 *
 * @throws Error when there is none, or none that this version reads
 */
export async function studyNow(folder: string): Promise<StudyRecord> {
  const record = await readStudy(folder);
  return record.status === 'running' && isLeft(folder) ? { ...record, status: 'stopped' } : record;
}
