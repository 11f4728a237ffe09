import { join } from 'node:path';
import { heldBy } from '../../files/lease.ts';
import { UserError } from '../../wording/userError.ts';
import type { ListedRun, StoreList } from './listRuns.ts';
import { type HoldersOptions, holdersAtWork } from './seeHolder.ts';
import type { Store } from './store.ts';

/**
 * The runs that no study's record names, and folders without a run.
 *
 * @throws UserError where a study's record cannot be read, or a study is at work, whose record may be about to name more
 */
export async function unneededRuns(
  { folder }: Store,
  { runs, studies }: StoreList,
  options: HoldersOptions = {},
): Promise<ListedRun[]> {
  const problem = studies.find((study) => study.problem !== null)?.problem;
  if (problem) {
    throw new UserError(
      `${problem}; nothing is pruned, since nobody knows which runs that study needs: run it again, or delete its folder`,
    );
  }
  const atWork = await holdersAtWork(
    studies.map(({ name }) => join(folder, name)),
    options,
  );
  const [first] = atWork;
  if (first) {
    throw new UserError(
      `${heldBy(...first)}; nothing is pruned while a study is at work: wait until it ends, or stop it`,
    );
  }
  return runs.filter(({ neededBy, status }) => neededBy.length === 0 || status === 'empty');
}
