import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { listPage } from '../report/listPage.ts';
import { type Answer, notFound } from './answer.ts';
import { comparePage } from './comparePage.ts';
import { fingerprintOf, resultsIn } from './findResults.ts';
import { insideFolder } from './insideFolder.ts';
import { listResults } from './listResults.ts';
import { resultPage } from './resultPage.ts';

export interface Site {
  /** Folder of the built page, with `index.html` and `live.js`; it need not be there. */
  readonly web: string;
  /** Folder of the results; null serves the page alone. */
  readonly runs: string | null;
  /** What stands before every path: empty, or `/` and a token. */
  readonly base: string;
}

/** What may be read of a result's folder. */
const readable: ReadonlySet<string> = new Set(['.html', '.json', '.jsonl', '.csv', '.onnx', '.svg', '.png']);

/**
 * | path | what |
 * |---|---|
 * | `/` | the list of results, or the page where there is no folder of results |
 * | `/lens/…` | the page |
 * | `/live.js` | the script of pages that are kept up to date |
 * | `/runs/NAME/` | a result's page, or a list of the results below that folder |
 * | `/runs/NAME/FILE` | a file of a result |
 * | `/compare?run=NAME&run=NAME` | runs side by side |
 * | `/events`, `/runs/NAME/events` | a stream of events: one whenever something changed in that folder |
 *
 * @param path of the request, after `base`, as `pathSegments` gives it
 */
export async function route(path: readonly string[], query: URLSearchParams, site: Site): Promise<Answer> {
  const [first, ...rest] = path;
  const isFile = path.length === 1;
  if (first === 'lens') return isFile ? { redirect: `${site.base}/lens/` } : webFile(site, rest);
  if (first === 'live.js' && isFile) return webFile(site, path);
  if (site.runs === null) return first === '' ? { redirect: `${site.base}/lens/` } : notFound;
  if (first === '' || (first === 'events' && isFile))
    return inResults(site.runs, [first], { ...site, isHome: true });
  if (first === 'compare' && isFile) {
    return comparePage(site.runs, query.getAll('run'), await liveScript(site, site.runs));
  }
  if (first === 'runs' && !isFile) return inResults(site.runs, rest, { ...site, isHome: false });
  return notFound;
}

async function webFile({ web }: Site, path: readonly string[]): Promise<Answer> {
  const found = await insideFolder(web, path.at(-1) === '' ? [...path.slice(0, -1), 'index.html'] : path);
  if (found !== null && (await isRegular(found))) return { file: found, policy: 'page' };
  if ((await insideFolder(web, ['index.html'])) !== null) return notFound;
  return { error: 'The page was not built: run "npm run build" in the folder of Passband.', status: 404 };
}

/** Address of the script that keeps a page about a folder up to date, from what the folder holds now. */
async function liveScript({ base }: Site, folder: string): Promise<string> {
  return `${base}/live.js?seen=${await fingerprintOf(folder)}`;
}

interface Place extends Site {
  /** Whether the path is that of the list of all results. */
  readonly isHome: boolean;
}

async function inResults(runs: string, path: readonly string[], place: Place): Promise<Answer> {
  const [name, folders] = [path.at(-1)!, path.slice(0, -1)];
  const folder = await insideFolder(runs, folders);
  // The list of all results stays when its folder is deleted, and fills again when that is back.
  if (folder === null && !place.isHome) return notFound;
  const root = folder ?? runs;
  if (name === 'events') return { fingerprint: () => fingerprintOf(root) };
  const { own } = await resultsIn(root);
  const kind = own.map((result) => result.kind).find(({ page }) => name === '' || name === page);
  if (kind && !place.isHome) {
    const page = await resultPage(root, kind, await liveScript(place, root));
    if (page) return page;
  }
  if (name === '') return list(root, await liveScript(place, root), { ...place, folders });
  const file = await insideFolder(runs, path);
  if (file === null) return notFound;
  if (await isFolder(file))
    return { redirect: [place.base, 'runs', ...path.map(encodeURIComponent), ''].join('/') };
  return own.length > 0 && readable.has(extname(file).toLowerCase()) && (await isRegular(file))
    ? { file, policy: 'result' }
    : notFound;
}

async function list(
  root: string,
  liveScript: string,
  { runs, web, base, isHome, folders }: Place & { readonly folders: readonly string[] },
): Promise<Answer> {
  const results = await listResults(root, { name: basename(root), href: isHome ? 'runs/' : '' });
  if (results.length === 0 && !isHome) return notFound;
  const hasLens = (await insideFolder(web, ['index.html'])) !== null;
  const folder = [runs, ...folders].join('/');
  const lens = hasLens ? `${base}/lens/` : null;
  return { html: listPage(results, { folder, lens, compare: isHome ? 'compare' : null, liveScript }) };
}

const isRegular = (path: string) => stat(path).then((found) => found.isFile());
const isFolder = (path: string) => stat(path).then((found) => found.isDirectory());
