import { join } from 'node:path';
import { heldBy } from '../../files/lease.ts';
import { UserError } from '../../wording/userError.ts';
import type { ListedRun, StoreList } from './listRuns.ts';
import { holderOf, isTaken } from './seeHolder.ts';
import type { Store } from './store.ts';

/**
 * The runs that no study's record names, and folders without a run.
 *
 * @throws UserError where a study's record cannot be read, or a study is at work, whose record may be about to name more
 */
export function unneededRuns({ folder }: Store, { runs, studies }: StoreList): ListedRun[] {
  for (const { name, problem } of studies) {
    if (problem !== null) {
      throw new UserError(
        `${problem}; nothing is pruned, since nobody knows which runs that study needs: run it again, or delete its folder`,
      );
    }
    const sight = holderOf(join(folder, name));
    if (!isTaken(sight)) continue;
    throw new UserError(
      `${heldBy(join(folder, name), sight)}; nothing is pruned while a study is at work: wait until it ends, or stop it`,
    );
  }
  return runs.filter(({ neededBy, status }) => neededBy.length === 0 || status === 'empty');
}
