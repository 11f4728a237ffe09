import { join } from 'node:path';
import { heldBy } from '../../files/lease.ts';
import { UserError } from '../../wording/userError.ts';
import { foldersIn, type StoredFolder } from './folderBytes.ts';
import type { ListedRun, StoreList } from './listRuns.ts';
import { isHashFolder } from './runIdentity.ts';
import { type HoldersOptions, holdersAtWork } from './seeHolder.ts';
import { modelsFolder, type Store } from './store.ts';

/** What no study needs. */
export interface Unneeded {
  /** Those that no study's record names, and folders without a run. */
  readonly runs: readonly ListedRun[];
  /** What was measured of foreign models that no record names. */
  readonly models: readonly StoredFolder[];
}

/**
 * What the records of a store's studies do not name.
 *
 * @throws UserError where a study's record cannot be read, or a study is at work, whose record may be about to name more
 */
export async function unneededRuns(
  store: Store,
  { runs, studies }: StoreList,
  options: HoldersOptions = {},
): Promise<Unneeded> {
  const problem = studies.find((study) => study.problem !== null)?.problem;
  if (problem) {
    throw new UserError(
      `${problem}; nothing is pruned, since nobody knows which runs that study needs: run it again, or delete its folder`,
    );
  }
  const atWork = await holdersAtWork(
    studies.map(({ name }) => join(store.folder, name)),
    options,
  );
  const [first] = atWork;
  if (first) {
    throw new UserError(
      `${heldBy(...first)}; nothing is pruned while a study is at work: wait until it ends, or stop it`,
    );
  }
  const named = new Set(studies.flatMap((study) => study.runs));
  const models = await foldersIn(modelsFolder(store), isHashFolder);
  return {
    runs: runs.filter(({ neededBy, status }) => neededBy.length === 0 || status === 'empty'),
    models: models.filter(({ name }) => !named.has(name)),
  };
}
