import { lstat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { listPage } from '../report/list/listPage.ts';
import { type Answer, nothingAt, type Refusal, type ServedContext } from './answer.ts';
import { comparePage, unreadable } from './comparePage.ts';
import { fingerprintOf, resultsIn } from './results/findResults.ts';
import { insideFolder } from './insideFolder.ts';
import { homeLink, modelLinks } from './linksOf.ts';
import { listResults } from './results/listResults.ts';
import { reportFile, resultPage } from './resultPage.ts';
import { rootOf } from './rootOf.ts';

export interface Site {
  /** Folder of the built page, with `index.html` and `live.js`; it need not be there. */
  readonly web: string;
  /** Folder of the results; null serves the page alone. */
  readonly runs: string | null;
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
 * @param path of the request, without what stands before every path, as `pathSegments` gives it
 */
export async function route(
  path: readonly string[],
  query: URLSearchParams,
  { web, runs }: Site,
): Promise<Answer | Refusal> {
  const [first, ...rest] = path;
  const isFile = path.length === 1;
  if (first === 'lens') return isFile ? { redirect: './lens/' } : webFile(web, rest, runs !== null);
  if (first === 'live.js' && isFile) return webFile(web, path, false);
  if (runs === null) return first === '' ? { redirect: './lens/' } : nothingAt(path);
  const place: Place = { web, runs, path, root: rootOf(path) };
  if (first === '' || (first === 'events' && isFile)) return inResults([first], place);
  if (first === 'compare' && isFile)
    return comparePage(runs, query.getAll('run'), await contextOf(place, runs));
  if (first === 'runs' && !isFile) return inResults(rest, place);
  return nothingAt(path);
}

/** @param hasResults whether the page for single images is to lead to the list of results, which is one folder up */
async function webFile(web: string, path: readonly string[], hasResults: boolean): Promise<Answer | Refusal> {
  const isStart = path.length === 1 && (path[0] === '' || path[0] === 'index.html');
  const found = await insideFolder(web, path.at(-1) === '' ? [...path.slice(0, -1), 'index.html'] : path);
  if (found !== null && (await isRegular(found))) {
    const insertion = { after: 'head', html: '<meta name="passband-results" content="../">' } as const;
    return { file: found, policy: 'page', ...(isStart && hasResults && { insertion }) };
  }
  if (await hasLens(web)) return nothingAt(path);
  return {
    status: 404,
    error: 'The page for single images was not built.',
    advice: 'This command, in the folder of Passband, builds it.',
    command: 'npm run build',
  };
}

/** A request for something in the folder of results. */
interface Place extends Site {
  readonly runs: string;
  readonly path: readonly string[];
  /** Address of the list of all results from this one. */
  readonly root: string;
}

/** @param folder that the page is about; what it holds now is what the page has seen */
async function contextOf({ path, root }: Place, folder: string): Promise<ServedContext> {
  return {
    liveScript: `${root}live.js?seen=${await fingerprintOf(folder)}`,
    links: path.at(-1) === '' && path.length === 1 ? [] : [homeLink(root, true)],
  };
}

/** @param below what the request names, below the folder of results */
async function inResults(below: readonly string[], place: Place): Promise<Answer | Refusal> {
  const { runs, web, root, path } = place;
  const isHome = path.length === 1;
  const [name, folders] = [below.at(-1)!, below.slice(0, -1)];
  const inside = await insideFolder(runs, folders);
  // The list of all results stays when its folder is deleted, and fills again when that is back.
  if (inside === null && !isHome) return nothingAt(path);
  const folder = inside ?? runs;
  if (name === 'events') return { fingerprint: () => fingerprintOf(folder) };
  const { own } = await resultsIn(folder);
  const context = await contextOf(place, folder);
  const result = own.find(({ kind: { page } }) => name === '' || name === page);
  if (result && !isHome) {
    const models = (await hasLens(web)) ? modelLinks(result, folders, `${root}lens/`) : [];
    const served = { ...context, links: [...context.links, ...models] };
    try {
      const page = await resultPage(folder, result.kind, served);
      if (page) return page;
    } catch (error) {
      return unreadable(folders.join('/') || basename(runs), error, folder);
    }
  }
  if (name === '') return list(folder, context, { ...place, folders });
  const file = await insideFolder(runs, below);
  if (file === null) return nothingAt(path);
  if (await isFolder(file)) return { redirect: `./${encodeURIComponent(name)}/` };
  const ending = extname(file).toLowerCase();
  if (own.length === 0 || !readable.has(ending) || !(await isRegular(file))) return nothingAt(path);
  return ending === '.html' ? reportFile(file, context) : { file, policy: 'result' };
}

async function list(
  folder: string,
  served: ServedContext,
  { runs, web, root, path, folders }: Place & { readonly folders: readonly string[] },
): Promise<Answer | Refusal> {
  const isHome = path.length === 1;
  const results = await listResults(folder, { name: basename(folder), href: isHome ? 'runs/' : '' });
  if (results.length === 0 && !isHome) return nothingAt(path);
  const lens = (await hasLens(web)) ? `${root}lens/` : null;
  const title = [runs, ...folders].join('/');
  return { html: listPage(results, { folder: title, lens, compare: isHome ? 'compare' : null, served }) };
}

const hasLens = async (web: string) => (await insideFolder(web, ['index.html'])) !== null;
const isRegular = (path: string) => lstat(path).then((found) => found.isFile());
const isFolder = (path: string) => lstat(path).then((found) => found.isDirectory());
