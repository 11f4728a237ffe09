import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeaseSight } from '../../files/leaseWatch.ts';
import type { RunEntry } from './runEntry.ts';
import { isHashFolder } from './runIdentity.ts';
import { type RunIndex, readRunIndex, writeRunIndex } from './runIndex.ts';
import { type RunStamp, runStamp } from './runStamp.ts';
import { holderOf, isTaken } from './seeHolder.ts';
import { runsFolder, type Store } from './store.ts';
import { type StoredStudy, storedStudies } from './storedStudies.ts';

/** A run of a store. */
export interface ListedRun extends Omit<RunEntry, 'status'> {
  /** Its folder's name: the beginning of its hash. */
  readonly name: string;
  /** `running`: a process holds it, or nothing shows that it has ended. */
  readonly status: RunEntry['status'] | 'running';
  /** Who holds it, or may; null where nobody does. */
  readonly holder: LeaseSight | null;
  /** When it last got on, in milliseconds since 1970; 0 of one that has nothing yet. */
  readonly changedMs: number;
  /** Folders of the studies whose records name it. */
  readonly neededBy: readonly string[];
}

export interface StoreList {
  /** Those that got on last come last. */
  readonly runs: readonly ListedRun[];
  readonly studies: readonly StoredStudy[];
}

export interface ListOptions {
  /** Told while runs are read that the index does not know. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * All runs of a store. What `index.json` says of a run is taken as long as its stamp is that of the run's files; a run that changed is read,
 * and the index written anew.
 */
export async function listRuns(store: Store, { onProgress }: ListOptions = {}): Promise<StoreList> {
  const index = await readRunIndex(store);
  const studies = await storedStudies(store, index.studies);
  const neededBy = new Map<string, string[]>();
  for (const { name, runs } of studies) {
    for (const run of runs) neededBy.set(run, [...(neededBy.get(run) ?? []), name]);
  }
  const found = await currentRuns(store, index.runs, onProgress);
  const runs = found.map(({ name, said, changedMs, hasLease }): ListedRun => {
    const sight = hasLease ? holderOf(join(runsFolder(store), name)) : null;
    const holder = sight && isTaken(sight) ? sight : null;
    return {
      ...{ ...said, name, holder, changedMs, neededBy: neededBy.get(name) ?? [] },
      status: holder ? 'running' : said.status,
    };
  });
  const now: RunIndex = {
    runs: Object.fromEntries(
      found
        // What cannot be read may be another time, though nothing about it changes.
        .filter(({ said }) => said.status !== 'unreadable')
        .map(({ name, stamp, said }) => [name, { stamp, said }]),
    ),
    studies: Object.fromEntries(
      studies
        .filter(({ problem }) => problem === null)
        .map(({ name, stamp, runs: said }) => [name, { stamp, said: [...said] }]),
    ),
  };
  if (stampsOf(now) !== stampsOf(index)) await writeRunIndex(store, now);
  return {
    runs: runs.toSorted((a, b) => a.changedMs - b.changedMs || (a.name < b.name ? -1 : 1)),
    studies,
  };
}

const stampsOf = ({ runs, studies }: RunIndex) =>
  JSON.stringify([runs, studies].map((all) => Object.entries(all).map(([name, { stamp }]) => [name, stamp])));

interface CurrentRun extends Pick<RunStamp, 'changedMs' | 'hasLease'> {
  readonly name: string;
  readonly stamp: string;
  readonly said: RunEntry;
}

/** In the order of their names. */
async function currentRuns(
  store: Store,
  known: RunIndex['runs'],
  onProgress: ListOptions['onProgress'],
): Promise<CurrentRun[]> {
  const folder = runsFolder(store);
  const stamped = (await runNames(folder)).flatMap((name) => {
    const stamp = runStamp(join(folder, name));
    return stamp
      ? [{ name, stamp, before: known[name]?.stamp === stamp.text ? known[name].said : null }]
      : [];
  });
  const total = stamped.filter(({ before }) => before === null).length;
  const runs: CurrentRun[] = [];
  let done = 0;
  for (const { name, stamp, before } of stamped) {
    const { text, changedMs, hasLease } = stamp;
    const said = before ?? (await readAnew(join(folder, name)));
    if (before === null) onProgress?.(++done, total);
    // Somebody else may have removed it meanwhile.
    if (said.status === 'unreadable' && !existsSync(join(folder, name))) continue;
    runs.push({ name, stamp: text, said, changedMs, hasLease });
  }
  return runs;
}

async function runNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() && isHashFolder(entry.name))
    .map(({ name }) => name)
    .toSorted();
}

/** Loaded where it is needed: it needs all that a run's settings and parts do, which takes longer than a list. */
async function readAnew(folder: string): Promise<RunEntry> {
  const { readRunEntry } = await import('./readRunEntry.ts');
  return readRunEntry(folder);
}
