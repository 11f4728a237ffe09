import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DownloadOptions, download } from '../download/download.ts';
import type { OfficialData } from './officialData.ts';

export interface ObtainOptions extends Omit<DownloadOptions, 'md5'> {
  /** Searched before the cache: folders that hold the data set by one of its places, or that are the data set. */
  readonly dataFolders: readonly string[];
  /** Folder that downloads go to. */
  readonly cache: string;
}

/**
 * The path of an official data set: in a data folder, else in the cache, else in the cache after a download.
 *
 * @param name folder of the data set inside the cache
 * @throws Error when a data folder does not exist, or when the download fails, with what to do instead
 */
export async function obtain(
  name: string,
  data: OfficialData,
  { dataFolders, cache, signal, ...options }: ObtainOptions,
): Promise<string> {
  const missing = dataFolders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new Error(`${missing}: the data folder does not exist`);
  const found = [...dataFolders, cache].flatMap((folder) => placeIn(folder, data)).at(0);
  if (found !== undefined) return found;
  const folder = join(cache, name);
  for (const { name: file, md5 } of data.files) {
    const path = join(folder, file);
    if (existsSync(path)) continue;
    try {
      await fromAny(data.addresses, file, path, { ...options, ...(signal && { signal }), md5 });
    } catch (error) {
      signal?.throwIfAborted();
      const searched = [...dataFolders, cache].join(', ');
      throw new Error(
        `${data.title} is not in ${searched} and could not be downloaded (${(error as Error).message}); ` +
          'name a folder that holds it with --data-dir or PASSBAND_DATA',
      );
    }
  }
  return placeIn(cache, data)[0];
}

// The named places first: a folder that happens to hold another set's files of the same names comes last.
function placeIn(folder: string, { places, holds }: OfficialData): string[] {
  return [...places.map((place) => join(folder, place)), folder].filter((path) => holds(path));
}

async function fromAny(
  addresses: readonly string[],
  file: string,
  path: string,
  options: DownloadOptions,
): Promise<void> {
  for (const [index, address] of addresses.entries()) {
    try {
      return await download(new URL(file, address).href, path, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (index === addresses.length - 1) throw error;
    }
  }
}
