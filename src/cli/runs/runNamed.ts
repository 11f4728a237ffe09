import type { ListedRun } from '../../studies/store/listRuns.ts';
import { quoted } from '../../wording/shellCommand.ts';
import { UserError } from '../../wording/userError.ts';

/** Beginnings of names that an error tells. */
const MOST_TOLD = 4;

/**
 * The runs that are meant by beginnings of their folders' names.
 *
 * @param store its folder, as it was typed
 * @throws UserError where one is no run's, several runs', or names a run once more
 */
export function runsNamed(
  words: readonly string[],
  runs: readonly ListedRun[],
  store: string,
): readonly ListedRun[] {
  const named = words.map((word) => runNamed(word, runs, store));
  const twice = named.find((run, place) => named.indexOf(run) !== place);
  if (twice) throw new UserError(`run ${twice.name} is named twice; name each run once`);
  return named;
}

function runNamed(word: string, runs: readonly ListedRun[], store: string): ListedRun {
  const found = runs.filter(({ name }) => name.startsWith(word));
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    throw new UserError(
      `there is no run '${word}' in ${store}; passband runs ${quoted(store)} lists them by the names of their folders`,
    );
  }
  const told = found.slice(0, MOST_TOLD).map(({ name }) => name);
  const rest = found.length > MOST_TOLD ? `, … (${found.length})` : '';
  throw new UserError(
    `'${word}' begins the names of several runs: ${told.join(', ')}${rest}; write more of one`,
  );
}
