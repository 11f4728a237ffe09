import type { TopLevelSpec } from 'vega-lite';
import { largest, smallest } from '../../statistics/extremes.ts';
import { columnValue, type HistoryRow } from '../../training/run/history.ts';
import { curveChart } from '../charts/curveChart.ts';
import { epochAxis, epochDots } from '../charts/epochAxis.ts';
import { multiplesAround, roundStep } from '../charts/roundTicks.ts';
import { ink } from '../theme/theme.ts';

const splits = [
  { split: 'train', name: 'training', dash: [] },
  { split: 'test', name: 'test', dash: [5, 3] },
] as const;

export interface ColumnCurvesOptions {
  /** Of the history: `loss`, or one of the task's. */
  readonly column: string;
  readonly description: string;
  /** As for `accuracyCurves`. */
  readonly epochs?: number | undefined;
}

/**
 * A column of the history on x against epoch, for training and test images.
 *
 * @param rows history; values that are not finite are left out, and at least one must be
 */
export function columnCurves(
  rows: readonly HistoryRow[],
  { column, description, epochs }: ColumnCurvesOptions,
): TopLevelSpec {
  const shown = rows.filter((row) => row.component === 'x' && Number.isFinite(columnValue(row, column)));
  const curves = splits
    .map(({ split, name, dash }) => ({
      name,
      dash,
      colour: ink,
      points: shown
        .filter((row) => row.split === split)
        .map((row) => ({ x: row.epoch, value: columnValue(row, column)! })),
    }))
    .filter(({ points }) => points.length > 0);
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  const lowest = smallest(values, 0);
  const below = lowest < 0 ? roundTicks(-lowest).slice(1) : [];
  const ticks = [...below.map((tick) => -tick).reverse(), ...roundTicks(largest(values, 0))];
  return curveChart(curves, {
    description,
    ...epochDots(curves),
    axis: epochAxis(curves, epochs),
    domain: [ticks[0], ticks.at(-1)!],
    format: '~g',
    quantity: column,
    ticks,
  });
}

/** Round numbers from 0 to at least `highest`, three to six of them. */
function roundTicks(highest: number): number[] {
  const step = roundStep(highest, 5);
  return multiplesAround(0, Math.max(highest, step), step);
}
