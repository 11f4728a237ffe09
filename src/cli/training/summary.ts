import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import { lastMeasured } from '../../training/run/history.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { columns } from '../terminal/columns.ts';

/**
 * The accuracy on x, LFC and HFC after the last epoch that was measured, as a table for the terminal.
 *
 * @param rows history, any number of epochs
 * @returns its lines, none when nothing has been measured
 */
export function summary(rows: readonly ClassificationRow[]): string[] {
  const last = lastMeasured(rows);
  const splits = (['train', 'test', 'reserve'] as const).flatMap((name) => {
    const own = rows.filter(({ epoch, split }) => epoch === last && split === name);
    return own.length > 0 || name === 'train' ? [{ name, own }] : [];
  });
  const tested = splits.find(({ name }) => name === 'test')?.own ?? [];
  if (tested.length === 0) return [];
  const head = splits.map(({ name, own }) => `${names[name]} (n = ${whole(own[0]?.n ?? 0)})`);
  const table = tested.map((test) => [
    nameOf(test),
    ...splits.map(({ name, own }) => {
      const row = own.find(({ component, radius }) => component === test.component && radius === test.radius);
      if (!row) return '–';
      return name === 'train' ? percent(row.accuracy).padStart(7) : accuracyOf(row);
    }),
  ]);
  return columns([['', ...head], ...table]);
}

const names = { train: 'training', test: 'test', reserve: 'reserve' } as const;

function nameOf({ component, radius, n }: ClassificationRow): string {
  if (component === 'adversarial') return `x, attacked  n = ${whole(n)}`;
  return radius === null ? 'x' : `${component.toUpperCase()}  r = ${radius}`;
}

function accuracyOf({ accuracy, correct, n }: ClassificationRow): string {
  return `${percent(accuracy).padStart(7)}   ${percentRange(wilsonInterval(correct, n))}`;
}
