import type { TopLevelSpec } from 'vega-lite';
import { largest } from '../../statistics/extremes.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { accuracyAxis, curveChart } from '../charts/curveChart.ts';
import { epochAxis, epochDots } from '../charts/epochAxis.ts';
import { seriesStroke } from '../theme/theme.ts';
import type { ComparedRun, RunMeasure } from './runComparison.ts';

/** One measure of several runs against epoch, a curve for each run that has it; undefined where none has. */
export function runCurves(runs: readonly ComparedRun[], measure: RunMeasure): TopLevelSpec | undefined {
  const curves = runs
    .map(({ name, rows }, index) => ({
      name,
      ...seriesStroke(index),
      points: rows.filter((row) => isOf(row, measure)).map(pointOf),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;
  const chances = new Set(runs.map(({ record }) => 1 / record.dataset.classes.length));
  return curveChart(curves, {
    description: `Accuracy on ${measure.name} by epoch and run`,
    ...epochDots(curves),
    axis: epochAxis(
      curves,
      largest(
        runs.map(({ record }) => epochsToCome(record) ?? 0),
        0,
      ),
    ),
    ...accuracyAxis,
    levels: chances.size === 1 ? [{ name: 'chance', value: [...chances][0] }] : [],
  });
}

/** How many epochs a run is to have, while it goes on; a run that was stopped may have ended. */
export function epochsToCome({ status, config }: ComparedRun['record']): number | undefined {
  return status === 'running' ? config.epochs : undefined;
}

/** Whether a row of the history is a measurement of this measure. */
export function isOf(row: ClassificationRow, { split, component, radius }: RunMeasure): boolean {
  return row.split === split && row.component === component && row.radius === radius;
}

function pointOf({ epoch, accuracy, correct, n }: ClassificationRow) {
  return { x: epoch, value: accuracy, ...wilsonInterval(correct, n) };
}
