import { HeldError, heldBy } from '../../files/lease.ts';
import type { LeaseSight } from '../../files/leaseWatch.ts';
import type { StoredFolder } from '../../studies/store/folderBytes.ts';
import type { ListedRun } from '../../studies/store/listRuns.ts';
import {
  findLeftovers,
  type Leftover,
  removeCheckpoints,
  removeLeftover,
  removeModel,
  removeRun,
} from '../../studies/store/removeRun.ts';
import { holdersAtWork } from '../../studies/store/seeHolder.ts';
import { findStore, runFolder, type Store } from '../../studies/store/store.ts';
import { unneededRuns } from '../../studies/store/unneededRuns.ts';
import { oneLine } from '../../wording/oneLine.ts';
import { shellCommand } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';
import { readFlags } from '../terminal/flags.ts';
import { complain, printJson, printLines, tell } from '../terminal/print.ts';
import { readList } from './readList.ts';
import { type RemovalPlan, removalText } from './removalText.ts';
import { runsNamed } from './runNamed.ts';
import { type PruneFlags, pruneFlags, type RemoveFlags, removeFlags } from './runsFlags.ts';

/** Runs `passband runs remove`. */
export async function runRemove(names: readonly string[], typed: RemoveFlags): Promise<void> {
  const { store: folder, yes = false, json = false } = readFlags(removeFlags, typed);
  const store = await findStore(folder);
  const { runs } = await readList(store);
  const named = runsNamed(names, runs, folder);
  const left = await carryOut(
    store,
    { runs: named, models: [], checkpoints: [], leftovers: [] },
    {
      yes,
      json,
      again: shellCommand(['passband', 'runs', 'remove', ...names], { store: folder, yes: true }),
    },
  );
  // Who names a run wants it gone.
  if (left.length > 0) throw new UserError(left.join('; '));
}

/** Runs `passband runs prune`. */
export async function runPrune(typed: PruneFlags): Promise<void> {
  const { store: folder, checkpoints, yes = false, json = false } = readFlags(pruneFlags, typed);
  const store = await findStore(folder);
  const list = await readList(store);
  const { runs, models } = await unneededRuns(store, list, { onWaiting: sayWaiting });
  const plan = {
    runs,
    models,
    checkpoints: checkpoints
      ? list.runs.filter((run) => run.status === 'trained' && run.checkpointBytes > 0 && !runs.includes(run))
      : [],
    leftovers: await findLeftovers(store),
  };
  const again = shellCommand(['passband', 'runs', 'prune'], { store: folder, checkpoints, yes: true });
  for (const reason of await carryOut(store, plan, { yes, json, again })) complain(new UserError(reason));
}

interface RemovalOptions {
  readonly yes: boolean;
  readonly json: boolean;
  /** The command that deletes. */
  readonly again: string;
}

/**
 * Says what would be deleted, or deletes it.
 *
 * @returns of each run that a process is at, and which is left, who holds it
 */
async function carryOut(
  store: Store,
  wanted: RemovalPlan,
  { yes, json, again }: RemovalOptions,
): Promise<string[]> {
  const left: string[] = [];
  const mayBeHeld = [...wanted.runs, ...wanted.checkpoints].filter(({ holder }) => holder !== null);
  const atWork = await holdersAtWork(
    mayBeHeld.map(({ name }) => runFolder(store, name)),
    { onWaiting: sayWaiting },
  );
  const isFree = ({ name }: ListedRun) => {
    const folder = runFolder(store, name);
    const sight = atWork.get(folder);
    if (sight) left.push(`${heldBy(folder, sight)}; it is left: wait until that ends, or stop it`);
    return sight === undefined;
  };
  const plan = {
    ...wanted,
    runs: wanted.runs.filter(isFree),
    checkpoints: wanted.checkpoints.filter(isFree),
  };
  const done = yes ? await deleteAll(store, plan, left) : plan;
  if (json) printJson(jsonOf(done, { deleted: yes, left }));
  else printLines(removalText(done, { isDone: yes, again }));
  return left;
}

function sayWaiting(sight: LeaseSight, folder: string): void {
  tell(`${heldBy(folder, sight)}; waiting for up to half a minute to see whether it still is`);
}

/** @returns what was deleted: another process may have begun with a run meanwhile */
async function deleteAll(store: Store, plan: RemovalPlan, left: string[]): Promise<RemovalPlan> {
  const gone = async <T extends StoredFolder>(
    folders: readonly T[],
    remove: (store: Store, name: string) => Promise<void>,
  ) => {
    const done: T[] = [];
    for (const run of folders) {
      try {
        await remove(store, run.name);
        done.push(run);
      } catch (error) {
        if (!(error instanceof HeldError)) throw error;
        left.push(oneLine(error));
      }
    }
    return done;
  };
  const leftovers: Leftover[] = [];
  for (const leftover of plan.leftovers) {
    await removeLeftover(leftover);
    leftovers.push(leftover);
  }
  return {
    leftovers,
    runs: await gone(plan.runs, removeRun),
    models: await gone(plan.models, removeModel),
    checkpoints: await gone(plan.checkpoints, removeCheckpoints),
  };
}

function jsonOf(
  { runs, models, checkpoints, leftovers }: RemovalPlan,
  { deleted, left }: { readonly deleted: boolean; readonly left: readonly string[] },
) {
  return {
    deleted,
    runs: runs.map(({ name, bytes }) => ({ run: name, bytes })),
    models: models.map(({ name, bytes }) => ({ model: name, bytes })),
    checkpoints: checkpoints.map(({ name, checkpointBytes }) => ({ run: name, bytes: checkpointBytes })),
    leftovers: leftovers.map(({ name, bytes }) => ({ name, bytes })),
    left,
  };
}
