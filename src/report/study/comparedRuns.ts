import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readComparedRun } from '../run/readComparedRun.ts';
import type { ComparedRun } from '../run/runComparison.ts';
import { readStudy, runFolderName } from './readStudy.ts';

/** A run, or a study that stands for its runs, and what a page calls it. */
export interface NamedFolder {
  readonly folder: string;
  readonly name: string;
}

/**
 * Reads runs for a page of several.
 *
 * @param named folders of runs and of studies; a study stands for its complete runs, which are named after it too where it is not the
 *   only one named. A run that comes again is taken once.
 * @throws Error of one line as `readComparedRun`, and where a study has no complete run or the folder of one is gone
 */
export async function comparedRuns(named: readonly NamedFolder[]): Promise<ComparedRun[]> {
  const found: NamedFolder[] = [];
  for (const each of named) {
    if (!existsSync(join(each.folder, 'study.json'))) found.push(each);
    else {
      const prefix = named.length > 1 ? `${each.name}: ` : '';
      for (const run of await runsOfStudy(each.folder)) found.push({ ...run, name: prefix + run.name });
    }
  }
  const places = new Set<string>();
  const names = new Set<string>();
  const runs: ComparedRun[] = [];
  for (const { folder, name } of found) {
    const place = await realpath(folder).catch(() => folder);
    if (places.has(place)) continue;
    places.add(place);
    const distinct = names.has(name) ? `${name} (${basename(place)})` : name;
    names.add(distinct);
    runs.push(await readComparedRun(folder, distinct));
  }
  return runs;
}

/**
 * The complete runs of a study, named by their settings, and by their seeds where there are several.
 *
 * @param folder of the study, as it was named; the store's `runs/` is beside what it leads to
 */
async function runsOfStudy(folder: string): Promise<NamedFolder[]> {
  const { runs, seeds } = await readStudy(folder);
  const store = dirname(await realpath(folder));
  const found = runs
    // A foreign model, of no epochs, is measured and no run.
    .filter(({ state, epochs }) => state === 'complete' && epochs > 0)
    .map((run) => ({
      folder: join(store, 'runs', runFolderName(run)),
      name: seeds.length > 1 ? `${run.name}, seed ${run.seed}` : run.name,
    }));
  if (found.length === 0) {
    throw new Error(`${folder}: this study has no complete run yet; its command goes on with it`);
  }
  const gone = found.find((run) => !existsSync(join(run.folder, 'run.json')));
  if (gone) {
    throw new Error(
      `${folder}: there is no run in ${gone.folder}, which should be ${gone.name}; the study’s command makes it again`,
    );
  }
  return found;
}
