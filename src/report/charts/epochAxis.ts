import { largest } from '../../statistics/extremes.ts';
import type { Curve, CurveAxis, CurveChartOptions } from './curveChart.ts';

/**
 * The axis of epochs, from 1 to the last one that was measured.
 *
 * @param epochs that are to come at most, while they come: the axis has room for all of them from the start
 */
export function epochAxis(curves: readonly Pick<Curve, 'points'>[], epochs = 0): CurveAxis {
  const reached = largest(
    curves.flatMap(({ points }) => points.map(({ x }) => x)),
    1,
  );
  const last = Math.max(reached, epochs);
  return {
    title: 'epoch',
    name: 'epoch',
    domain: [Math.min(1, last - 1), last],
    ticks: epochTicks(last),
    format: 'd',
    ...(reached < last && { reached }),
  };
}

/** Every point is marked where the curves pass over epochs, however many points there are: a line there is no measurement. */
export function epochDots(curves: readonly Pick<Curve, 'points'>[]): Pick<CurveChartOptions, 'mostDots'> {
  const hasGaps = curves.some(({ points }) =>
    points.some(({ x }, index) => index > 0 && x > points[index - 1].x + 1),
  );
  return hasGaps ? { mostDots: Infinity } : {};
}

/** Whole numbers for an axis that ends at `last`, about six. */
function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => last / size <= 6) ?? Math.ceil(last / 6);
  const ticks: number[] = step === 1 ? [] : [1];
  for (let epoch = step; epoch <= last; epoch += step) ticks.push(epoch);
  return ticks;
}
