import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import type { IndexedStudy } from '../../report/study/pages/claimMatrix.ts';
import { studyIndex } from '../../report/study/pages/studyIndex.ts';
import { studyIndexMarkdown } from '../../report/study/pages/studyIndexMarkdown.ts';
import { studyKind, studyRecordSchema } from '../../report/study/studyRecord.ts';
import type { Store } from '../store/store.ts';

/** Writes `index.html` and `claims.md` of a store: the claims of all its studies by data set (C33), and the studies themselves. */
export async function writeIndex({ folder }: Store, command: string): Promise<void> {
  const studies = await studiesOf(folder);
  if (studies.length === 0) return;
  await writeInside(folder, 'index.html', studyIndex(studies, { command }));
  await writeInside(folder, 'claims.md', studyIndexMarkdown(studies));
}

/** A study whose record cannot be read, as one of another version, is left out. */
async function studiesOf(folder: string): Promise<IndexedStudy[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: IndexedStudy[] = [];
  for (const name of entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()) {
    const record = await readRecord(join(folder, name), 'study.json', studyRecordSchema, studyKind).catch(
      () => undefined,
    );
    if (record) found.push({ record, href: `${encodeURIComponent(name)}/study.html` });
  }
  return found;
}
