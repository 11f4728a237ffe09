import type { Measured } from '../../studies/plan/pace.ts';
import type { RunCost } from '../../studies/plan/runCost.ts';
import type { SurveyedRun } from '../../studies/plan/survey.ts';
import { duration, roughTime } from '../../wording/duration.ts';
import { counted, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

export interface DryRun {
  readonly surveyed: readonly SurveyedRun[];
  /** Of each run that is due, by hash. */
  readonly costs: ReadonlyMap<string, RunCost>;
  readonly measured: Measured | undefined;
}

/** What a study would run: each run with its reason, and the total. */
export function dryRunText({ surveyed, costs, measured }: DryRun): {
  readonly lines: readonly string[];
  readonly json: unknown;
} {
  const jobs = measured?.jobs ?? 1;
  const rows = surveyed.map(({ run, reason, isDue }) => {
    const epochs = run.model === null ? run.config.epochs : 0;
    return {
      run: run.hash.slice(0, 16),
      reason,
      epochs,
      images: isDue ? (costs.get(run.hash)?.images ?? 0) : 0,
      seconds: isDue ? Math.round(costs.get(run.hash)?.seconds ?? 0) : 0,
      megabytes: isDue && run.model === null ? Math.round((measured?.bytes(run.config) ?? 0) / 1e5) / 10 : 0,
      parts: [...run.parts],
      neededBy: [...run.neededBy],
    };
  });
  const total = rows.reduce((sum, row) => sum + row.seconds, 0);
  const megabytes = rows.reduce((sum, row) => sum + row.megabytes, 0);
  const due = surveyed.filter(({ isDue }) => isDue).length;
  const json = {
    runs: rows,
    ...{
      due,
      total: surveyed.length,
      jobs,
      seconds: Math.round(total / jobs),
      megabytes: Math.round(megabytes),
    },
  };
  const table = columns([
    ['run', 'needed by', 'why', 'images', 'epochs', 'time', 'MB'],
    ...rows.map((row) => [
      row.run,
      shortList(row.neededBy),
      row.reason,
      row.images > 0 ? whole(row.images) : '–',
      String(row.epochs),
      row.seconds > 0 ? duration(1000 * row.seconds) : '–',
      row.megabytes > 0 ? String(row.megabytes) : '–',
    ]),
  ]);
  const sum =
    due === 0
      ? `${surveyed.length === 1 ? 'The run is' : `All ${whole(surveyed.length)} runs are`} complete.`
      : `${whole(due)} of ${counted(surveyed.length, 'run')} to do, ${jobs} at once: about ${roughTime(total / jobs)}, and ${whole(Math.ceil(megabytes))} MB of disk.`;
  return {
    lines: [
      ...table,
      '',
      sum,
      ...(measured ? [`${measured.why[0].toUpperCase()}${measured.why.slice(1)}.`] : []),
    ],
    json,
  };
}

function shortList(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join('; ');
}
