import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import { listPage } from '../report/list/listPage.ts';
import { unreadable } from './comparePage.ts';
import { documentPage } from './documentPage.ts';
import { isDocument } from './framed.ts';
import { type Answer, nothingAt, type Refusal, type ServedContext } from './http/answer.ts';
import { insideFolder } from './insideFolder.ts';
import { homeLink, modelLinks } from './linksOf.ts';
import type { Place } from './place.ts';
import { resultFile } from './resultFile.ts';
import { resultPage } from './resultPage.ts';
import { resultsIn } from './results/findResults.ts';
import { listResults } from './results/listResults.ts';
import type { View } from './results/look.ts';
import { hasLens } from './webFile.ts';

/**
 * Something in the folder of results: a list, a page, a file or a stream of events.
 *
 * @param below what the request names, below that folder
 * @param query `save` where a document is to be sent as it is, to be saved
 */
export async function inResults(
  below: readonly string[],
  query: URLSearchParams,
  place: Place,
): Promise<Answer | Refusal> {
  const { runs, web, root, path, kept } = place;
  const isHome = path.length === 1;
  const [name, folders] = [below.at(-1)!, below.slice(0, -1)];
  const inside = await insideFolder(runs, folders);
  // The list of all results stays when its folder is deleted, and fills again when that is back.
  if (inside === null && !isHome) return nothingAt(path);
  const folder = inside ?? runs;
  if (name === 'events') return { follow: (tell) => kept.watch.follow(folders, tell) };
  // The first page is a list, whatever lies in the folder itself.
  const { own } = isHome ? { own: [] } : await resultsIn(folder);
  const result = own.find(({ kind: { page } }) => name === '' || name === page);
  if (result && !query.has('save')) {
    const context = contextOf(place, await kept.watch.view(folders));
    const models = (await hasLens(web)) ? modelLinks(result, folders, `${root}lens/`) : [];
    const served = { ...context, links: [...context.links, ...models] };
    const written = (file: string) => documentPage(file, [...folders, result.kind.page], place, served);
    try {
      const page = await resultPage(result, { served, written, pages: kept.pages });
      if (page) return page;
    } catch (error) {
      return unreadable(folders.join('/') || basename(runs), error, folder);
    }
  }
  if (name === '') return list(folder, folders, place);
  const found = await insideFolder(runs, below);
  if (found === null) return nothingAt(path);
  if ((await lstat(found)).isDirectory()) return { redirect: `./${encodeURIComponent(name)}/` };
  const file = await resultFile(runs, below);
  if (file === null) return nothingAt(path);
  if (!isDocument(file) || query.has('save')) return { file, policy: 'result' };
  return documentPage(file, below, place, contextOf(place, await kept.watch.view(folders)));
}

/** @param view what lay in the folder that the page is about before anything of it is read: what the page has seen at least */
export function contextOf({ path, root }: Place, { fingerprint }: View): ServedContext {
  return {
    liveScript: `${root}live.js?seen=${fingerprint}`,
    links: path.at(-1) === '' && path.length === 1 ? [] : [homeLink(root, true)],
  };
}

async function list(folder: string, folders: readonly string[], place: Place): Promise<Answer | Refusal> {
  const { runs, web, root, path, kept } = place;
  const isHome = path.length === 1;
  const view = await kept.watch.view(folders);
  if (view.results.length === 0 && !isHome) return nothingAt(path);
  const lens = (await hasLens(web)) ? `${root}lens/` : null;
  const served = contextOf(place, view);
  const html = await kept.pages.get(JSON.stringify([folder, path, lens, served]), async () => {
    const named = { name: basename(folder), href: isHome ? 'runs/' : '' };
    const results = await listResults(view, named, kept.summaries);
    const title = [runs, ...folders].join('/');
    const [compare, claims] = isHome ? ['compare', 'claims'] : [null, null];
    return listPage(results, { folder: title, lens, compare, claims, served });
  });
  return { html };
}
