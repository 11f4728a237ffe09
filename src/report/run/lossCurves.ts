import type { TopLevelSpec } from 'vega-lite';
import { largest } from '../../statistics/extremes.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { curveChart } from '../charts/curveChart.ts';
import { epochAxis } from '../charts/epochAxis.ts';
import { ink } from '../theme/theme.ts';

const splits = [
  { split: 'train', name: 'training', dash: [] },
  { split: 'test', name: 'test', dash: [5, 3] },
] as const;

/**
 * Cross-entropy on x against epoch, for training and test images.
 *
 * @param rows history, at least one epoch; losses that are not finite are left out
 * @param epochs as for `accuracyCurves`
 */
export function lossCurves(
  rows: readonly ClassificationRow[],
  { description, epochs }: { readonly description: string; readonly epochs?: number | undefined },
): TopLevelSpec {
  const shown = rows.filter(({ component, loss }) => component === 'x' && Number.isFinite(loss));
  const curves = splits
    .map(({ split, name, dash }) => ({
      name,
      dash,
      colour: ink,
      points: shown
        .filter((row) => row.split === split)
        .map(({ epoch, loss }) => ({ x: epoch, value: loss })),
    }))
    .filter(({ points }) => points.length > 0);
  const highest = largest(
    curves.flatMap(({ points }) => points.map(({ value }) => value)),
    0,
  );
  const ticks = roundTicks(highest);
  return curveChart(curves, {
    description,
    axis: epochAxis(curves, epochs),
    domain: [0, ticks.at(-1)!],
    format: '~g',
    quantity: 'loss',
    ticks,
  });
}

/** Round numbers from 0 to at least `highest`, three to six of them. */
function roundTicks(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(highest, 1e-9)));
  const step = [0.2, 0.5, 1, 2, 5].map((size) => size * power).find((size) => highest / size <= 5)!;
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
