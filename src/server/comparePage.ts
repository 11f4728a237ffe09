import { join } from 'node:path';
import { commandOf } from '../report/commandOf.ts';
import type { ComparedRun } from '../report/runComparison.ts';
import { shellCommand } from '../report/shellCommand.ts';
import { readHistory } from '../training/history.ts';
import { openRun } from '../training/runFolder.ts';
import { type Answer, notFound } from './answer.ts';
import { insideFolder } from './insideFolder.ts';
import { pathSegments } from './pathSegments.ts';

/**
 * The page of runs side by side.
 *
 * @param runs folder of all results, as it was typed
 * @param paths of the runs' folders below it, as they stand in addresses
 * @param liveScript as in `page`
 * @throws Error when one of the folders holds no run
 */
export async function comparePage(
  runs: string,
  paths: readonly string[],
  liveScript: string,
): Promise<Answer> {
  const chosen = [...new Set(paths)].map((path) => pathSegments(`/${path}`));
  if (chosen.length < 2) return { error: 'Tick two runs or more.', status: 400 };
  const compared: ComparedRun[] = [];
  for (const segments of chosen) {
    const folder = segments && (await insideFolder(runs, segments));
    if (folder === null) return notFound;
    const { record } = await openRun(folder);
    const rows = (await readHistory(folder)).toSorted((a, b) => a.epoch - b.epoch);
    compared.push({ name: segments!.join('/'), record, rows, command: commandOf(record.config) });
  }
  const folders = compared.map(({ name }) => join(runs, name));
  const command = shellCommand(['passband', 'compare', ...folders], { out: 'compare.html' });
  const { runComparisonReport } = await import('../report/runComparisonReport.ts');
  return { html: await runComparisonReport({ runs: compared, command, liveScript }) };
}
