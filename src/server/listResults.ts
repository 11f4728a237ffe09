import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedResult } from '../report/listPage.ts';
import { type FoundResult, findResults, resultKinds } from './findResults.ts';
import { summaryOf } from './summaryOf.ts';

/**
 * What the list says of every result in a folder.
 *
 * @param segments the folder, below `runs`
 * @param home address of the folder of all results, from the list's own, as `runs/`
 */
export async function listResults(
  folder: string,
  { name, href }: { readonly name: string; readonly href: string },
): Promise<ListedResult[]> {
  const found = await findResults(folder);
  return Promise.all(
    found.map(async (result) => {
      const names = result.segments.map(encodeURIComponent).map((segment) => `${segment}/`);
      const known = {
        kind: result.kind.kind,
        name: result.segments.join('/') || name,
        href: href + names.join('') + pageName(result),
        changedMs: await changedMs(result),
      };
      return { ...known, ...(await summaryOf(result)) };
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
      stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}
