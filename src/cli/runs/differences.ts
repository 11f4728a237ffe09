import type { ListedRun } from '../../studies/store/listRuns.ts';
import { settingText } from './settingText.ts';

/**
 * Keys of the settings that are not the same in all runs, in the order of a configuration, but for the seed, which says least and comes
 * last.
 */
export function differingKeys(runs: readonly ListedRun[]): string[] {
  const keys = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  const isLast = (key: string) => Number(key === 'seed');
  return [...keys]
    .toSorted((a, b) => isLast(a) - isLast(b))
    .filter((key) => new Set(runs.map(({ settings }) => settingText(settings[key]))).size > 1);
}

/** Settings that usually change because another does, such as the epochs of shuffled labels: said where nothing else tells, and late. */
const CONSEQUENCES = ['epochs', 'learningRate', 'warmupEpochs', 'initialization', 'shards', 'measureEvery'];

/** How little a key tells: of a run, what was varied comes first, its consequences later, and its seed last. */
function rankOf(key: string): number {
  return key === 'seed' ? 2 : Number(CONSEQUENCES.includes(key));
}

/**
 * What tells each run from the others of its network and data set, which a list shows anyway: `batchSize=50`. Left out is what more than
 * half of them have, and a key that divides them as one before it does.
 *
 * @returns of each run its settings, the most telling first: what was varied before what follows from it, what few runs have before what
 *   many have
 */
export function distinguishing(runs: readonly ListedRun[]): Map<ListedRun, readonly string[]> {
  const found = new Map<ListedRun, Told[]>(runs.map((run) => [run, []]));
  for (const group of groupsOf(runs)) {
    const divided = new Set<string>();
    for (const key of differingKeys(group).toSorted((a, b) => rankOf(a) - rankOf(b))) {
      const texts = group.map(({ settings }) => settingText(settings[key]));
      const values = [...new Set(texts)];
      const places = new Map(values.map((text, place) => [text, place]));
      const division = texts.map((text) => places.get(text)).join();
      if (divided.has(division)) continue;
      divided.add(division);
      const counts = new Map<string, number>();
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
      for (const [place, run] of group.entries()) {
        const [text, count] = [texts[place], counts.get(texts[place])!];
        if (2 * count <= group.length) {
          found.get(run)!.push({ text: `${key}=${text}`, rank: rankOf(key), count });
        }
      }
    }
  }
  return new Map(
    runs.map((run) => {
      const told = found.get(run)!.toSorted((a, b) => a.rank - b.rank || a.count - b.count);
      return [run, told.map(({ text }) => text)];
    }),
  );
}

interface Told {
  readonly text: string;
  readonly rank: number;
  /** Runs of the group that have it. */
  readonly count: number;
}

function groupsOf(runs: readonly ListedRun[]): ListedRun[][] {
  const groups = new Map<string, ListedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.dataset, run.settings.network]);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}
