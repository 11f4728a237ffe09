import { UserError } from '../../../wording/userError.ts';
import { type RunRecord, taskOf } from '../../run/runFolder.ts';
import { classification } from './classification.ts';

/**
 * Refuses a run of another task.
 *
 * @param done what can be done with runs of classification only
 * @throws UserError of one line
 */
export function requireClassification(
  folder: string,
  record: Pick<RunRecord, 'task'>,
  done: 'compared' | 'measured',
): void {
  const task = taskOf(record);
  if (task === classification.name) return;
  throw new UserError(
    `${folder} is a run of ${task}, and only runs of ${classification.name} can be ${done}`,
  );
}
