import { existsSync } from 'node:fs';
import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeInside } from '../../files/inside.ts';
import { linkError } from '../../files/openPlain.ts';
import { kindOf } from '../../files/openRegular.ts';
import { readRecord } from '../../files/readRecord.ts';
import { systemReason } from '../../files/systemReason.ts';
import { UserError } from '../../wording/userError.ts';
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { folderOfHash } from './runIdentity.ts';

const storeKind = { schema: 'passband.store', version: 1 } as const;
const storeSchema = z.strictObject({
  schema: z.literal(storeKind.schema),
  version: z.literal(storeKind.version),
});
const RECORD = 'store.json';
const RUNS = 'runs';
const MODELS = 'models';

/** A folder of runs that studies share, each named by what decides its numbers, and of the studies' own results. */
export interface Store {
  readonly folder: string;
}

/**
 * Opens the store of a folder, which makes nothing: where there is none yet, it is empty.
 *
 * @throws Error of one line where it is of a newer Passband, something else than a folder, or has its runs behind a link
 */
export async function openStore(folder: string): Promise<Store> {
  await requireFolder(folder);
  await readStore(folder);
  return { folder };
}

/**
 * Makes a store that was opened, unless it is there.
 *
 * @throws Error of one line where its folder cannot be made or written
 */
export async function makeStore({ folder }: Store): Promise<void> {
  await makeFolder(folder, '--store');
  if (!(await readStore(folder))) await writeInside(folder, RECORD, `${JSON.stringify(storeKind)}\n`);
}

/**
 * Opens a store that is there.
 *
 * @throws UserError where the folder holds none; Error of one line as `openStore`
 */
export async function findStore(folder: string): Promise<Store> {
  if (await readStore(folder)) return { folder };
  const why = existsSync(folder) ? `it has no ${RECORD}` : 'there is no such folder';
  throw new UserError(`${folder} is no store of runs (${why}); passband study makes one`);
}

/** @returns undefined where a folder has no store yet, or is not there */
async function readStore(folder: string): Promise<object | undefined> {
  // Below the folder that a person names no link is followed, neither to write there nor to delete.
  for (const name of [RUNS, MODELS]) {
    const path = join(folder, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink()) throw linkError(path);
  }
  return readRecord(folder, RECORD, storeSchema, storeKind);
}

/** What cannot become a folder is said before anything is run that is to be kept there. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UserError(`--store: folder '${folder}' cannot be made: ${systemReason(error)}`);
  });
  if (!found || found.isDirectory()) return;
  throw new UserError(`--store: '${folder}' must be a folder, it is ${kindOf(found)}; name another one`);
}

/** The folder of all runs of a store. */
export const runsFolder = ({ folder }: Store) => join(folder, RUNS);
/** The folder of what was measured of foreign models. */
export const modelsFolder = ({ folder }: Store) => join(folder, MODELS);

/** Whether a folder is a store. */
export const isStore = (folder: string) => existsSync(join(folder, RECORD));

export const modelFolder = (store: Store, hash: string) => join(modelsFolder(store), folderOfHash(hash));
export const runFolder = (store: Store, hash: string) => join(runsFolder(store), folderOfHash(hash));
