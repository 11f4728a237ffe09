import { createHash } from 'node:crypto';
import { type FoundResult, resultsIn, type Stamp, stampOf } from './findResults.ts';

/** A result, and when it last changed. */
export interface StampedResult extends FoundResult {
  readonly stamp: Stamp;
}

/** What lay in the folder of results at one time. */
export interface Look {
  readonly results: readonly StampedResult[];
  /** Folders that were found and not searched. */
  readonly unsearched: readonly (readonly string[])[];
}

/** What lay at and below one folder. */
export interface View {
  /** Their segments are counted from that folder; in the order of their names. */
  readonly results: readonly StampedResult[];
  /** Short text that is another one whenever a result there has changed, come or gone. */
  readonly fingerprint: string;
}

/** Folders in folders that are searched, below the one that is asked for. */
const DEPTH = 3;

type Folder = readonly string[];

const isAbove = (folder: Folder, other: Folder) =>
  folder.length <= other.length && folder.every((name, at) => name === other[at]);

/** Whether results in a folder belong to what is asked of another. */
const isBelow = (folder: Folder, asked: Folder) =>
  isAbove(asked, folder) && folder.length <= asked.length + DEPTH;

/**
 * Looks at all results in a folder, one after another: reads that requests wait for come in between.
 *
 * @param asked folders below it that are to be searched as deep as the folder itself
 */
export async function lookAt(root: string, asked: readonly Folder[]): Promise<Look> {
  const results: StampedResult[] = [];
  const unsearched: Folder[] = [];
  const isSearched = (folder: Folder) =>
    isBelow(folder, []) || asked.some((other) => isBelow(folder, other) || isAbove(folder, other));
  async function search(segments: Folder): Promise<void> {
    const { own, folders } = await resultsIn(root, segments);
    for (const result of own) results.push({ ...result, stamp: await stampOf(result) });
    for (const name of folders) {
      const folder = [...segments, name];
      if (isSearched(folder)) await search(folder);
      else unsearched.push(folder);
    }
  }
  await search([]);
  return { results, unsearched };
}

/** Whether a look went as deep as a folder asks for. */
export function covers({ unsearched }: Look, folder: Folder): boolean {
  return !unsearched.some((other) => isAbove(other, folder) || isBelow(other, folder));
}

/** What a look found at and below a folder. */
export function viewOf({ results }: Look, folder: Folder): View {
  const own = results
    .filter(({ segments }) => isBelow(segments, folder))
    .map((result) => ({ ...result, segments: result.segments.slice(folder.length) }));
  const stamps = own.map(({ segments, kind, stamp }) => [...segments, kind.record, stamp.text].join('/'));
  return {
    results: own,
    fingerprint: createHash('sha1').update(stamps.join('\n')).digest('base64url'),
  };
}
