import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedResult } from '../../report/list/listTable.ts';
import { largest } from '../../statistics/extremes.ts';
import { type FoundResult, findResults, resultKinds } from './findResults.ts';
import { summaryOf } from './summaryOf.ts';

export interface ListPlace {
  /** What a result in the folder itself is called. */
  readonly name: string;
  /** Address of the folder from the list's own, empty or with a slash at the end. */
  readonly href: string;
}

/** What the list says of every result in a folder. */
export async function listResults(folder: string, { name, href }: ListPlace): Promise<ListedResult[]> {
  const found = await findResults(folder);
  return Promise.all(
    found.map(async (result) => {
      const path = result.segments.map(encodeURIComponent).join('/');
      return {
        kind: result.kind.kind,
        path,
        name: result.segments.join('/') || name,
        href: `${href}${path}${path && '/'}${pageName(result)}`,
        changedMs: await changedMs(result),
        ...(await summaryOf(result)),
      };
    }),
  );
}

/** Nothing where the folder's own address shows the page. */
function pageName({ kind, files }: FoundResult): string {
  const isFirst = resultKinds.find(({ record }) => files.has(record)) === kind;
  if (kind.kind === 'smoothing' && !files.has(kind.page)) return kind.record;
  return isFirst ? '' : kind.page;
}

async function changedMs({ folder, kind, files }: FoundResult): Promise<number> {
  const names = [kind.record, 'history.jsonl'].filter((name) => files.has(name));
  const times = await Promise.all(
    names.map((name) =>
      lstat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return largest(times);
}
