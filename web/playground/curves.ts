import type { TopLevelSpec } from 'vega-lite';
import { accuracyAxis, type Curve, curveChart } from '../../src/report/charts/curveChart.ts';
import { coloursOf, strokeOf } from '../../src/report/theme/theme.ts';
import { classCount, epochs } from './learner/settings.ts';
import { percentOf } from './learner/whatIsSeen.ts';
import type { Moment } from './training.ts';

export const curveColours = coloursOf(1);

const axis = {
  title: 'epoch',
  name: 'epoch',
  domain: [0, epochs],
  ticks: Array.from({ length: epochs / 2 + 1 }, (_, index) => 2 * index),
  format: 'd',
} as const;

/**
 * Accuracy on x, LFC and HFC against time. On a narrow screen the plot is smaller and the letters are not. Moments that were not measured at the radius yet are left out.
 */
export function accuracySoFar(
  moments: readonly Moment[],
  { radius, isNarrow }: { readonly radius: number; readonly isNarrow: boolean },
): TopLevelSpec {
  const measured = moments.flatMap(({ epoch, at }) => {
    const reliance = at.get(radius);
    return reliance ? [{ epoch, reliance }] : [];
  });
  const curve = (name: string, part: 'x' | 'lfc' | 'hfc'): Curve => ({
    name,
    ...strokeOf(part),
    points: measured.map(({ epoch, reliance }) => ({
      x: epoch,
      value: reliance[part].count / reliance[part].n,
    })),
  });
  const curves =
    measured.length > 0
      ? [curve(`HFC ${radius}`, 'hfc'), curve(`LFC ${radius}`, 'lfc'), curve('x', 'x')]
      : [];
  const last = measured.at(-1)?.reliance;
  const said = last
    ? `: now ${percentOf(last.x)}% on x, ${percentOf(last.lfc)}% on LFC, ${percentOf(last.hfc)}% on HFC`
    : '';
  return curveChart(curves, {
    description: `Accuracy on test images against epoch, cut-off r = ${radius}${said}`,
    axis,
    ...accuracyAxis,
    // Only a first point by itself: those that come while one watches are not to lose their dots on the way.
    mostDots: 1,
    size: isNarrow ? { width: 226, height: 210 } : { width: 340, height: 260 },
    levels: [{ name: 'chance', value: 1 / classCount }],
  });
}
