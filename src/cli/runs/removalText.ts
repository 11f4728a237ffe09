import type { StoredFolder } from '../../studies/store/folderBytes.ts';
import type { ListedRun } from '../../studies/store/listRuns.ts';
import type { Leftover } from '../../studies/store/removeRun.ts';
import { counted, diskSize, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';
import { networkText, shortened, statusText, sumText } from './listText.ts';

/** What is to be deleted. */
export interface RemovalPlan {
  readonly runs: readonly ListedRun[];
  /** What was measured of foreign models. */
  readonly models: readonly StoredFolder[];
  /** Runs that stay, and whose checkpoints go. */
  readonly checkpoints: readonly ListedRun[];
  readonly leftovers: readonly Leftover[];
}

/** What would be deleted, and how that is done; or what was. */
export function removalText(
  { runs, models, checkpoints, leftovers }: RemovalPlan,
  { isDone, again }: { readonly isDone: boolean; readonly again: string },
): string[] {
  const parts = [
    ...(runs.length > 0 ? [sumText(runs)] : []),
    ...(models.length > 0
      ? [`what was measured of ${counted(models.length, 'model')} of others, ${diskSize(bytesOf(models))}`]
      : []),
    ...(checkpoints.length > 0
      ? [
          `the checkpoints of ${whole(checkpoints.length)} trained runs, ${diskSize(checkpointBytesOf(checkpoints))}`,
        ]
      : []),
    ...(leftovers.length > 0 ? [`what earlier removals left, ${diskSize(bytesOf(leftovers))}`] : []),
  ];
  if (parts.length === 0) return [isDone ? 'Nothing was deleted.' : 'There is nothing to delete.'];
  if (isDone) return [`Deleted: ${parts.join('; ')}.`];
  const rows = runs.map((run) => [
    run.name,
    networkText(run),
    run.dataset ?? '–',
    statusText(run),
    diskSize(run.bytes),
    shortened(run.neededBy, 1, ', '),
  ]);
  const head = ['run', 'network', 'data set', 'status', 'size', 'needed by'];
  const needed = runs.filter(({ neededBy }) => neededBy.length > 0);
  return [
    ...(rows.length > 0 ? [...columns([head, ...rows]), ''] : []),
    `Would be deleted: ${parts.join('; ')}.`,
    ...(needed.length > 0 ? [`Needed by studies, which would train them again: ${sumText(needed)}.`] : []),
    `To delete: ${again}`,
  ];
}

const checkpointBytesOf = (runs: readonly ListedRun[]) =>
  runs.reduce((sum, { checkpointBytes }) => sum + checkpointBytes, 0);

const bytesOf = (folders: readonly StoredFolder[]) => folders.reduce((sum, { bytes }) => sum + bytes, 0);
