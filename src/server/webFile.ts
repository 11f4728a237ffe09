import { lstat } from 'node:fs/promises';
import { type Answer, nothingAt, type Refusal } from './http/answer.ts';
import { insideFolder } from './insideFolder.ts';

/**
 * A file of the page for single images.
 *
 * @param web folder of the built page
 * @param hasResults whether the page is to lead to the list of results, which is one folder up
 */
export async function webFile(
  web: string,
  path: readonly string[],
  hasResults: boolean,
): Promise<Answer | Refusal> {
  const isStart = path.length === 1 && (path[0] === '' || path[0] === 'index.html');
  const found = await insideFolder(web, path.at(-1) === '' ? [...path.slice(0, -1), 'index.html'] : path);
  if (found !== null && (await lstat(found)).isFile()) {
    const inserted = '<meta name="passband-results" content="../">';
    return { file: found, policy: 'page', ...(isStart && hasResults && { inserted }) };
  }
  if (await hasLens(web)) return nothingAt(path);
  return {
    status: 404,
    error: 'The page for single images was not built.',
    advice: 'This command, in the folder of Passband, builds it.',
    command: 'npm run build',
  };
}

/** Whether the page was built. */
export async function hasLens(web: string): Promise<boolean> {
  return (await insideFolder(web, ['index.html'])) !== null;
}
