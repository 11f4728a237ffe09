import { readHistory } from '../../training/run/history.ts';
import { openRun } from '../../training/run/runFolder.ts';
import { classification } from '../../training/tasks/classification/classification.ts';
import { requireClassification } from '../../training/tasks/classification/requireClassification.ts';
import { commandOf } from './commandOf.ts';
import type { ComparedRun } from './runComparison.ts';

/**
 * Reads a run's folder for a page of several.
 *
 * @param name what the page calls it
 * @throws Error when the folder holds no run, one that cannot be read, or one of another task than classification
 */
export async function readComparedRun(folder: string, name: string): Promise<ComparedRun> {
  const { record } = await openRun(folder);
  requireClassification(folder, record, 'compared');
  const rows = (await readHistory(folder, classification.columns)).toSorted((a, b) => a.epoch - b.epoch);
  return { name, record, rows, command: commandOf(record.config) };
}
