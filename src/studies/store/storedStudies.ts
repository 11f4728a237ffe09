import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRecord, requireRecord } from '../../files/readRecord.ts';
import { studyKind } from '../../report/study/studyRecord.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { UserError } from '../../wording/userError.ts';
import { folderOfHash } from './runIdentity.ts';
import type { RunIndex } from './runIndex.ts';
import type { Store } from './store.ts';

/** A study's folder in a store, and which runs it needs. */
export interface StoredStudy {
  readonly name: string;
  /** Another one whenever its record has changed. */
  readonly stamp: string;
  /** Names of the runs' folders. */
  readonly runs: readonly string[];
  /** Why its record cannot be read, in which case nobody knows what it needs; null where it can. */
  readonly problem: string | null;
}

const RECORD = 'study.json';

/** All that is asked of a study's record here. */
const needsSchema = z.looseObject({ runs: z.array(z.looseObject({ hash: z.string() })) });

/** @param known what their records said before */
export async function storedStudies({ folder }: Store, known: RunIndex['studies']): Promise<StoredStudy[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'runs')
    .map(({ name }) => name)
    .toSorted();
  const studies: StoredStudy[] = [];
  for (const name of names) {
    const found = await lstat(join(folder, name, RECORD)).catch(() => undefined);
    if (!found) continue;
    const stamp = `${found.mtimeMs}/${found.size}`;
    const before = known[name];
    if (before?.stamp === stamp) studies.push({ name, stamp, runs: before.said, problem: null });
    else studies.push({ name, stamp, ...(await needsOf(join(folder, name))) });
  }
  return studies;
}

async function needsOf(folder: string): Promise<Pick<StoredStudy, 'runs' | 'problem'>> {
  try {
    const { runs } = await requireRecord(folder, RECORD, needsSchema, studyKind);
    return { runs: [...new Set(runs.map(({ hash }) => folderOfHash(hash)))], problem: null };
  } catch (error) {
    return { runs: [], problem: oneLine(error) };
  }
}

/**
 * The folder of a study's results may be another's, as of `a-b` on `c` and `a` on `b-c`.
 *
 * @throws UserError where another study's record lies there
 */
export async function requireOwnFolder({ name, folder }: { name: string; folder: string }): Promise<void> {
  const found = await readRecord(folder, RECORD, z.looseObject({ name: z.string() }), studyKind).catch(
    // One that cannot be read is nobody's, and is written anew.
    () => undefined,
  );
  if (found === undefined || found.name === name) return;
  throw new UserError(
    `${folder} has the results of the study ${found.name}; give ${name} another name, or another --store`,
  );
}
