import { stat } from 'node:fs/promises';
import { seededRandom } from '../tensor/random.ts';
import { nearestName } from '../wording/nearestName.ts';
import type { Dataset } from './dataset/dataset.ts';
import { limitDataset } from './dataset/limitDataset.ts';
import { withReserve } from './dataset/reserve.ts';
import type { WithoutTest } from './dataset/testSplit.ts';
import { datasetForms, datasetNames } from './datasetNames.ts';
import { cacheFolder } from './download/cacheFolder.ts';
import type { DownloadProgress } from './download/fetchRest.ts';
import { readImageFolder } from './formats/imageFolder.ts';
import { readNpzDataset } from './formats/npzDataset.ts';
import { obtain } from './official/obtain.ts';
import { officialData } from './official/officialData.ts';
import { plantedDataset } from './planted/planted.ts';
import type { PlantedOptions } from './planted/plantedSplits.ts';

export interface LoadOptions {
  /** Draws the planted data set and the images that `limit` keeps; 0 by default. */
  readonly seed?: number | string;
  /** Training images that become `reserve`, before any limit; by default none. */
  readonly reserve?: number;
  /** At most so many training images, with the share of each class kept; the test set stays whole. */
  readonly limit?: number;
  /** Folder of official data sets, searched before `PASSBAND_DATA` and the cache. */
  readonly dataDir?: string;
  /** Height and width of an image folder's images; by default the largest of 32, 64, 224 that the first one fills. */
  readonly imageSize?: number;
  /** What is tested of a folder or an `.npz` file without a test set: a fifth that no training takes (the default), or all of it. */
  readonly withoutTest?: WithoutTest;
  /** Memory in GiB that reading the data may take; by default 4. */
  readonly maxMemory?: number | undefined;
  /** Counts, reliabilities and amplitude of the planted data set. */
  readonly planted?: Omit<PlantedOptions, 'seed'>;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
  /** For `PASSBAND_DATA` and the place of the cache. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Loads a data set by name (`datasetNames`), from a folder of images, or from a `.npz` file. An official data set
 * that lies nowhere yet is downloaded to the cache.
 *
 * @throws Error of one line that names the file and what is wrong; for an unknown name, with the names that are known
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const { seed = 0, reserve = 0, limit, withoutTest = 'fifth', imageSize, maxMemory } = options;
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new RangeError(`loadDataset: limit must be a positive integer, got ${limit}`);
  }
  const random = seededRandom(seed).fork('data');
  const parted = (dataset: Dataset) => {
    const learned = withReserve(dataset, reserve);
    return limit === undefined ? learned : limitDataset(learned, { train: limit, random });
  };
  if (name === 'planted') {
    const all = options.planted?.count ?? 6000;
    // Drawn one after the other, so that the first of them need no others; a reserve is drawn from all.
    const count = reserve === 0 ? Math.min(limit ?? Infinity, all) : all;
    return parted(plantedDataset({ ...options.planted, count, seed }));
  }
  if (Object.hasOwn(officialData, name)) return parted(await loadOfficial(name, options));
  const found = await stat(name).catch(() => undefined);
  if (found?.isDirectory()) {
    await refuseOfficialFolder(name);
    return readImageFolder(name, { imageSize, reserve, limit, withoutTest, maxMemory, random });
  }
  if (found && name.endsWith('.npz')) return parted(await readNpzDataset(name, { withoutTest, maxMemory }));
  if (found) throw new Error(`${name}: a data file must be .npz`);
  const near = nearestName(name, datasetNames);
  throw new Error(
    `loadDataset: no data set '${name}'${near ? `; did you mean '${near}'?` : ''} ` +
      `(known: ${datasetForms})`,
  );
}

async function loadOfficial(
  name: string,
  { dataDir, environment = process.env, maxMemory, onProgress, signal }: LoadOptions,
): Promise<Dataset> {
  const data = officialData[name];
  const path = await obtain(name, data, {
    dataFolders: [dataDir, environment.PASSBAND_DATA].flatMap((folder) => folder || []),
    cache: cacheFolder({ environment }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
  return data.read(path, maxMemory);
}

// A user who names the folder of an official data set means that data set, not a folder of images.
async function refuseOfficialFolder(folder: string): Promise<void> {
  const names = datasetNames.filter((name) => officialData[name]?.holds(folder));
  if (names.length > 0) {
    const named = names.map((name) => `--dataset ${name}`).join(' or ');
    throw new Error(`${folder}: no folder of images; use ${named} with --data-dir ${folder}`);
  }
}
