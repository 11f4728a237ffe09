import { largest } from '../../statistics/extremes.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/**
 * The last epoch's accuracy on x, LFC and HFC as a table for the terminal.
 *
 * @param rows history, any number of epochs
 * @returns its lines, none when nothing has been measured
 */
export function summary(rows: readonly ClassificationRow[]): string[] {
  const last = largest(
    rows.map(({ epoch }) => epoch),
    0,
  );
  const measured = rows.filter(
    ({ epoch, split }) => epoch === last && (split === 'train' || split === 'test'),
  );
  const table = measured
    .filter(({ split }) => split === 'test')
    .map((test) => {
      const train = measured.find(
        (row) => row.split === 'train' && row.component === test.component && row.radius === test.radius,
      );
      return [nameOf(test), train ? percent(train.accuracy).padStart(7) : '–', accuracyOf(test)];
    });
  if (table.length === 0) return [];
  const counts = (split: string) => measured.find((row) => row.split === split)?.n;
  const head = [
    '',
    `training (n = ${whole(counts('train') ?? 0)})`,
    `test (n = ${whole(counts('test') ?? 0)})`,
  ];
  return columns([head, ...table]);
}

function nameOf({ component, radius, n }: ClassificationRow): string {
  if (component === 'adversarial') return `x, attacked  n = ${whole(n)}`;
  return radius === null ? 'x' : `${component.toUpperCase()}  r = ${radius}`;
}

function accuracyOf({ accuracy, correct, n }: ClassificationRow): string {
  return `${percent(accuracy).padStart(7)}   ${percentRange(wilsonInterval(correct, n))}`;
}
