import type { ListedResult } from '../../report/list/listTable.ts';
import { resultKinds } from './findResults.ts';
import type { Latest } from './keepLatest.ts';
import type { StampedResult, View } from './look.ts';
import { type StudyListed, withStudies } from './runsOfStudies.ts';
import { type Summary, summaryOf, unreadableSummary } from './summaryOf.ts';

export interface ListPlace {
  /** What a result in the folder itself is called. */
  readonly name: string;
  /** Address of the folder from the list's own, empty or with a slash at the end. */
  readonly href: string;
}

/** How many results are read at once: each needs files open, of which a process may have so many. */
const AT_ONCE = 4;

/**
 * What the list says of every result in a folder.
 *
 * @param summaries of results that were read before
 */
export async function listResults(
  { results }: View,
  { name, href }: ListPlace,
  summaries: Latest<Summary>,
): Promise<ListedResult[]> {
  const listed: StudyListed[] = new Array(results.length);
  const next = results.entries();
  async function read(): Promise<void> {
    for (const [at, result] of next) {
      const path = result.segments.map(encodeURIComponent).join('/');
      const { folder, kind, stamp } = result;
      const { runNames, ...summary } = await summaries
        .get(JSON.stringify([folder, kind.kind, stamp.text]), () => summaryOf(result))
        .catch((error) => unreadableSummary(error, folder));
      listed[at] = {
        listed: {
          kind: kind.kind,
          path,
          name: result.segments.join('/') || name,
          href: `${href}${path}${path && '/'}${pageName(result)}`,
          changedMs: Math.max(stamp.recordMs, stamp.historyMs),
          ...summary,
        },
        runNames,
      };
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, read));
  return withStudies(listed);
}

/** Nothing where the folder's own address shows the page. */
function pageName({ kind, files }: StampedResult): string {
  const isFirst = resultKinds.find(({ record }) => files.has(record)) === kind;
  if (kind.kind === 'smoothing' && !files.has(kind.page)) return kind.record;
  return isFirst ? '' : kind.page;
}
