import { createHmac } from 'node:crypto';
import { extname, join } from 'node:path';
import { readStudy, runFolderName } from '../report/study/readStudy.ts';
import type { Answer } from './http/answer.ts';
import { isSame } from './http/isSame.ts';
import { insideFolder } from './insideFolder.ts';
import { resultFile } from './resultFile.ts';
import { resultsIn } from './results/findResults.ts';

// A document of a result may come from anyone, and its scripts know its address. So it is shown in a frame of a page of the
// server's, at an address that has a key to its own result in the place of the token.

/** The first name in the addresses of documents in frames; it stands where the token does otherwise. */
export const FRAMED = 'framed';

/** Files in which scripts could run. */
const documents: ReadonlySet<string> = new Set(['.html', '.svg']);

export function isDocument(file: string): boolean {
  return documents.has(extname(file).toLowerCase());
}

/**
 * Address of a document in its frame.
 *
 * @param root address of the server's first page from that with the frame
 * @param below names of the document's folder and its own, below the folder of all results
 */
export function framedAddress(root: string, below: readonly string[], token: string | null): string {
  const start = token === null ? root : `${root}../`;
  return `${start}${FRAMED}/${keyOf(below.slice(0, -1), token)}/${below.map(encodeURIComponent).join('/')}`;
}

/**
 * A document at its address in a frame.
 *
 * @param path what follows `FRAMED` there
 * @returns null where there is none, or the key is that of no folder above it
 */
export async function framedAnswer(
  [key = '', ...below]: readonly string[],
  runs: string,
  token: string | null,
): Promise<Answer | null> {
  if (below.length === 0 || !isDocument(below.at(-1)!)) return null;
  // Audits side by side have links to the pages of each.
  const isGiven =
    below.some((_, count) => isSame(key, keyOf(below.slice(0, count), token))) ||
    (await isOfStudy(below, runs, (folder) => isSame(key, keyOf(folder, token))));
  const file = isGiven ? await resultFile(runs, below) : null;
  return file === null ? null : { file, policy: 'framed' };
}

/** Whether a document belongs to a run that a study names whose folder has the key: its page has links to those of its runs. */
async function isOfStudy(
  below: readonly string[],
  runs: string,
  hasKey: (folder: readonly string[]) => boolean,
): Promise<boolean> {
  const [store, [name, run]] = [below.slice(0, -3), below.slice(-3)];
  const place = name === 'runs' ? await insideFolder(runs, store) : null;
  if (place === null) return false;
  const { folders } = await resultsIn(place);
  const study = folders.find((folder) => hasKey([...store, folder]));
  if (study === undefined) return false;
  const record = await readStudy(join(place, study)).catch(() => null);
  return record?.runs.some((one) => runFolderName(one) === run) ?? false;
}

/** What opens all documents of a folder and of those in it, and does not tell the token that it follows from. */
function keyOf(folders: readonly string[], token: string | null): string {
  // Without a token whoever reaches the server may read everything, so that there is nothing to keep.
  return createHmac('sha256', token ?? '')
    .update(folders.join('/'))
    .digest('base64url');
}
