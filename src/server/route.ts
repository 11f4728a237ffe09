import { claimsPage } from './claimsPage.ts';
import { comparePage } from './comparePage.ts';
import { type Answer, nothingAt, type Refusal } from './http/answer.ts';
import { contextOf, inResults } from './inResults.ts';
import type { Kept, Place, Site } from './place.ts';
import { rootOf } from './rootOf.ts';
import { webFile } from './webFile.ts';

/**
 * | path | what |
 * |---|---|
 * | `/` | the list of results, or the page where there is no folder of results |
 * | `/lens/…` | the page |
 * | `/live.js` | the script of pages that are kept up to date |
 * | `/runs/NAME/` | a result's page, or a list of the results below that folder |
 * | `/runs/NAME/FILE` | a file of a result; with `?save` a document itself, not the page that shows it |
 * | `/compare?run=NAME&run=NAME` | runs side by side |
 * | `/claims` | the paper's claims by data set, of all studies |
 * | `/events`, `/runs/NAME/events` | a stream of events: one whenever something changed in that folder |
 *
 * (`createServer` answers `/framed/KEY/NAME/FILE`, a document in its frame, for which no token is asked.)
 *
 * @param path of the request, without what stands before every path, as `pathSegments` gives it
 * @param kept of the folder of results; null where there is none
 */
export async function route(
  path: readonly string[],
  query: URLSearchParams,
  site: Site,
  kept: Kept | null,
): Promise<Answer | Refusal> {
  const { web, runs } = site;
  const [first, ...rest] = path;
  const isFile = path.length === 1;
  if (first === 'lens') return isFile ? { redirect: './lens/' } : webFile(web, rest, runs !== null);
  if (first === 'live.js' && isFile) return webFile(web, path, false);
  if (runs === null || kept === null) return first === '' ? { redirect: './lens/' } : nothingAt(path);
  const place: Place = { ...site, runs, kept, path, root: rootOf(path) };
  if (first === '' || (first === 'events' && isFile)) return inResults([first], query, place);
  if (first === 'compare' && isFile) {
    return comparePage(runs, query.getAll('run'), contextOf(place, await kept.watch.view([])));
  }
  if (first === 'claims' && isFile) return claimsPage(place);
  if (first === 'runs' && !isFile) return inResults(rest, query, place);
  return nothingAt(path);
}
