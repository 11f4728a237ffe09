import type { ListedResult } from '../../report/list/listTable.ts';
import { runFolderName } from '../../report/study/readStudy.ts';
import type { StudyRecord } from '../../report/study/studyRecord.ts';

/** What a study says of one of its runs. */
export interface StudyRunName {
  /** Name of the run's folder in that of the store's runs. */
  readonly folder: string;
  readonly study: string;
  readonly setting: string;
  readonly seed: number;
}

/** More runs of a study than a list needs. */
const MOST_RUNS = 2000;

/** How the runs of a study are called in it. */
export function runNamesOf({ name, runs }: StudyRecord): StudyRunName[] {
  return runs
    .slice(0, MOST_RUNS)
    .map((run) => ({ folder: runFolderName(run), study: name, setting: run.name, seed: run.seed }));
}

/** A listed result and, of a study, its runs. */
export interface StudyListed {
  readonly listed: ListedResult;
  readonly runNames?: readonly StudyRunName[] | undefined;
}

/** The same results, of which each run in a store beside studies says what it is in these. */
export function withStudies(results: readonly StudyListed[]): ListedResult[] {
  const stores = new Set<string>();
  const needs = new Map<string, StudyRunName[]>();
  for (const { listed, runNames = [] } of results) {
    // The store of a study that is itself the folder of the list is not in the list.
    if (listed.kind !== 'study' || listed.path === '') continue;
    const store = listed.path.split('/').slice(0, -1).concat('runs').join('/');
    stores.add(store);
    for (const run of runNames) {
      const path = `${store}/${run.folder}`;
      needs.set(path, [...(needs.get(path) ?? []), run]);
    }
  }
  return results.map(({ listed }) => {
    const [, store, folder] = /^(.*)\/([^/]*)$/.exec(listed.path) ?? [];
    const isOfStore = stores.has(store) && /^[0-9a-f]{16}$/.test(folder);
    return listed.kind === 'run' && isOfStore
      ? { ...listed, settings: needs.get(listed.path) ?? [] }
      : listed;
  });
}
