import type { TopLevelSpec } from 'vega-lite';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { accuracyAxis, type Curve, curveChart } from '../charts/curveChart.ts';
import { epochAxis, epochDots } from '../charts/epochAxis.ts';
import { strokeOf } from '../theme/theme.ts';

export interface AccuracyCurvesOptions {
  /** All radii of the run, ascending: lightness and dash follow the place in this list. */
  readonly radii: readonly number[];
  /** Number of classes, whose reciprocal is the chance level. */
  readonly classes: number;
  readonly description: string;
  /** How many epochs there are to be, while they come: the axis has room for all of them. */
  readonly epochs?: number | undefined;
}

/**
 * Accuracy against epoch on x and on LFC and HFC at each radius, as in the paper's Fig. 3, and on x under attack.
 *
 * @param rows history of one split, at least one epoch
 */
export function accuracyCurves(
  rows: readonly ClassificationRow[],
  { radii, classes, description, epochs }: AccuracyCurvesOptions,
): TopLevelSpec {
  const components = (['hfc', 'lfc'] as const).flatMap((component) =>
    radii.map((radius, index) => ({
      name: `${component.toUpperCase()} ${radius}`,
      ...strokeOf(component, index, radii.length),
      isBandless: true,
      points: pointsOf(rows.filter((row) => row.component === component && row.radius === radius)),
    })),
  );
  const whole = ([component, name]: readonly ['x' | 'adversarial', string]): Curve => ({
    name,
    ...strokeOf(component),
    isBandless: true,
    points: pointsOf(rows.filter((row) => row.component === component)),
  });
  const others = [['adversarial', 'attacked'] as const, ['x', 'x'] as const].map(whole);
  const curves = [...components, ...others].filter(({ points }) => points.length > 0);
  return curveChart(curves, {
    description,
    ...epochDots(curves),
    axis: epochAxis(curves, epochs),
    ...accuracyAxis,
    levels: [{ name: 'chance', value: 1 / classes }],
  });
}

/** With their intervals, of which a dozen bands would hide each other. */
function pointsOf(rows: readonly ClassificationRow[]): Curve['points'] {
  return rows.map(({ epoch, accuracy, correct, n }) => ({
    x: epoch,
    value: accuracy,
    ...wilsonInterval(correct, n),
  }));
}
