import { existsSync } from 'node:fs';
import type { ListedRun } from '../../studies/store/listRuns.ts';
import { findStore } from '../../studies/store/store.ts';
import { nearestName } from '../../wording/nearestName.ts';
import { UserError } from '../../wording/userError.ts';
import { readFlags } from '../terminal/flags.ts';
import { complain, printJson, printLines } from '../terminal/print.ts';
import { fulfils } from './condition.ts';
import { listText } from './listText.ts';
import { readList } from './readList.ts';
import { type ListFlags, listFlags } from './runsFlags.ts';

/** Runs `passband runs`. */
export async function runList(folder: string, typed: ListFlags): Promise<void> {
  const { where = [], json = false } = readFlags(listFlags, typed);
  refuseMisspelt(folder);
  const list = await readList(await findStore(folder));
  for (const { problem } of list.studies) if (problem !== null) complain(new Error(problem));
  const shown = list.runs.filter((run) => fulfils(run, where));
  if (json) printJson(shown.map(jsonOf));
  else printLines(listText(shown, { store: folder, all: list.runs, where }));
}

/** A command below this one whose name is misspelt looks like a store. */
function refuseMisspelt(folder: string): void {
  const near = existsSync(folder) ? undefined : nearestName(folder, ['compare', 'remove', 'prune']);
  if (near === undefined) return;
  throw new UserError(`there is no store '${folder}', nor a command runs ${folder} (did you mean ${near}?)`);
}

/** With the keys that `--where` has. */
function jsonOf({ name, status, holder, changedMs, testAccuracy, ...run }: ListedRun) {
  return {
    run: name,
    status,
    accuracy: testAccuracy,
    ...run,
    changed: changedMs > 0 ? new Date(changedMs).toISOString() : null,
    holder: holder?.holder ? { process: holder.holder.process, host: holder.holder.host } : null,
  };
}
