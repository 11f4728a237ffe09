import type { TopLevelSpec } from 'vega-lite';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import { accuracyAxis, curveChart } from '../charts/curveChart.ts';
import { seriesStroke, strokeOf } from '../theme/theme.ts';
import { radiusAxis } from './sections/radiusSection.ts';
import { epsilonAxis, type Norm, robustPoints } from './sections/robustnessCharts.ts';

/** LFC and HFC curves of several models: the component is the colour, the model its lightness and dash. */
export function radiusComparison(
  audits: readonly AuditRecord[],
  component: 'lfc' | 'hfc',
): TopLevelSpec | undefined {
  const curves = audits.flatMap(({ model, sections: { radiusCurve } }, index) => {
    const [first] = radiusCurve?.points ?? [];
    const points = (radiusCurve?.points ?? [])
      .filter((point) => point.component === component && point.rescale === first.rescale)
      .map(({ radius, value, low, high }) => ({ x: radius, value, low, high }));
    return points.length > 0
      ? [{ name: model.name, ...strokeOf(component, index, audits.length), points }]
      : [];
  });
  if (curves.length === 0) return undefined;
  const counts = [...new Set(audits.map(({ model }) => model.mapping.classes.length))];
  return curveChart(curves, {
    description: `Accuracy on ${component.toUpperCase()} against the cut-off radius, by model`,
    axis: radiusAxis(curves.flatMap(({ points }) => points.map(({ x }) => x))),
    ...accuracyAxis,
    levels: counts.map((count) => ({
      name: counts.length > 1 ? `chance of ${count}` : 'chance',
      value: 1 / count,
    })),
  });
}

/** Accuracy under PGD over ε, by model. */
export function robustnessComparison(audits: readonly AuditRecord[], norm: Norm): TopLevelSpec | undefined {
  const [{ settings }] = audits;
  const sizes = norm === 'l2' ? settings.l2Epsilons : settings.epsilons;
  if (sizes.length === 0) return undefined;
  const { unit, axis } = epsilonAxis(sizes, norm);
  const curves = audits
    .map(({ model, sections }, index) => ({
      name: model.name,
      ...seriesStroke(index),
      points: robustPoints(sections, { method: 'pgd', norm, sizes, unit }),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;
  const where = norm === 'l2' ? 'L2' : 'L∞';
  return curveChart(curves, {
    description: `Accuracy under PGD over ε in ${where}, by model`,
    axis,
    ...accuracyAxis,
  });
}
