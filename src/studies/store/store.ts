import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeInside } from '../../files/inside.ts';
import { readRecord } from '../../files/readRecord.ts';
import { UserError } from '../../wording/userError.ts';
import { makeFolder } from '../../workflows/common/makeFolder.ts';
import { folderOfHash } from './runIdentity.ts';

const storeKind = { schema: 'passband.store', version: 1 } as const;
const storeSchema = z.strictObject({
  schema: z.literal(storeKind.schema),
  version: z.literal(storeKind.version),
});
const RECORD = 'store.json';

/** A folder of runs that studies share, each named by what decides its numbers, and of the studies' own results. */
export interface Store {
  readonly folder: string;
}

/**
 * Opens a store, or makes one in a folder.
 *
 * @param options.make false for who only looks: a folder that is not there is an empty store
 * @throws Error of one line where it is of a newer Passband, or the folder cannot be made
 */
export async function openStore(
  folder: string,
  { make = true }: { readonly make?: boolean } = {},
): Promise<Store> {
  if (make) await makeFolder(folder, '--store');
  else if (!existsSync(folder)) return { folder };
  const known = await readRecord(folder, RECORD, storeSchema, storeKind);
  if (!known && make) await writeInside(folder, RECORD, `${JSON.stringify(storeKind)}\n`);
  return { folder };
}

/**
 * Opens a store that is there, and makes none.
 *
 * @throws UserError where the folder holds none; Error of one line where it is of a newer Passband
 */
export async function findStore(folder: string): Promise<Store> {
  if (await readRecord(folder, RECORD, storeSchema, storeKind)) return { folder };
  const why = existsSync(folder) ? `it has no ${RECORD}` : 'there is no such folder';
  throw new UserError(`${folder} is no store of runs (${why}); passband study makes one`);
}

/** The folder of all runs of a store. */
export const runsFolder = ({ folder }: Store) => join(folder, 'runs');

/** Whether a folder is a store. */
export const isStore = (folder: string) => existsSync(join(folder, RECORD));

export const modelFolder = ({ folder }: Store, hash: string) => join(folder, 'models', folderOfHash(hash));
export const runFolder = ({ folder }: Store, hash: string) => join(folder, 'runs', folderOfHash(hash));
