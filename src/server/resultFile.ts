import { lstat } from 'node:fs/promises';
import { extname } from 'node:path';
import { insideFolder } from './insideFolder.ts';
import { isPassing, resultsIn } from './results/findResults.ts';

/** What may be read of a result's folder. */
const readable: ReadonlySet<string> = new Set(['.html', '.json', '.jsonl', '.csv', '.onnx', '.svg', '.png']);

/**
 * Where a file of a result is.
 *
 * @param below names of its folder and its own, below the folder of all results
 * @returns null where there is no such regular file, its folder has no result, or its kind is not for reading
 */
export async function resultFile(runs: string, below: readonly string[]): Promise<string | null> {
  const name = below.at(-1)!;
  if (!readable.has(extname(name).toLowerCase()) || isPassing(name)) return null;
  const [file, folder] = await Promise.all([
    insideFolder(runs, below),
    insideFolder(runs, below.slice(0, -1)),
  ]);
  if (file === null || folder === null || !(await lstat(file)).isFile()) return null;
  const { own } = await resultsIn(folder);
  return own.length > 0 ? file : null;
}
