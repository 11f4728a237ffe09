import type { TopLevelSpec } from 'vega-lite';
import { type Colour, muted, type Stroke } from '../theme/theme.ts';
import { chartConfig } from './chartConfig.ts';
import { type FigureData, placeOf, withData } from './figureData.ts';
import { type LabelLayersOptions, labelLayers } from './labelLayers.ts';
import { spreadLabels } from './spreadLabels.ts';

/** One curve, labelled with its name where it ends. */
export interface Curve extends Stroke {
  /** Different from those of the chart's other curves. */
  readonly name: string;
  /** At least one point, x ascending; a band is drawn from `low` to `high` where they are given, unless `isBandless`. */
  readonly points: readonly CurvePoint[];
  /** Whether the intervals are only in the data, and not drawn as a band. */
  readonly isBandless?: boolean;
  /** Whether a value holds until the next point. */
  readonly isStep?: boolean;
}

export interface CurvePoint {
  readonly x: number;
  readonly value: number;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** The horizontal axis. */
export interface CurveAxis {
  readonly title: string;
  /** What it counts, in a word, for the data; by default `x`. */
  readonly name?: string;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** d3 format of its numbers. */
  readonly format: string;
  /** Where the curves end by now, on an axis with room for more: their names stand there. */
  readonly reached?: number;
}

/** A value to compare the curves with, drawn as a thin dotted line. */
export interface Level {
  readonly name: string;
  readonly value: number;
  /** By default muted. */
  readonly colour?: Colour;
}

export interface CurveChartOptions {
  /** Read to people who cannot see the chart. */
  readonly description: string;
  readonly axis: CurveAxis;
  /** Lowest and highest value of the vertical axis. */
  readonly domain: readonly [number, number];
  /** d3 format of the vertical axis's numbers. */
  readonly format: string;
  readonly ticks: readonly number[];
  /** What the values are, in a word, for the data; by default `value`. */
  readonly quantity?: string;
  readonly levels?: readonly Level[];
  /** Of the plot without axes and labels, in pixels; by default 330 × 250. The page scales the whole chart. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Curves of more points have no dots; by default 8. */
  readonly mostDots?: number;
}

/** The vertical axis of shares. */
export const shareAxis = { domain: [0, 1], format: '.0%', ticks: [0, 0.25, 0.5, 0.75, 1] } as const;

/** The vertical axis of accuracies. */
export const accuracyAxis = { ...shareAxis, quantity: 'accuracy' } as const;

const usualSize = { width: 330, height: 250 } as const;
const LINE_OF_TEXT = 14;

/** Curves with direct labels; later curves lie on top of earlier ones. */
export function curveChart(curves: readonly Curve[], options: CurveChartOptions): TopLevelSpec {
  const { description, axis, domain, format, ticks, levels = [], size = usualSize, mostDots = 8 } = options;
  const ends = [
    ...curves.map(({ name, colour, points }) => ({
      name,
      colour: colour.light,
      value: points.at(-1)!.value,
    })),
    ...levels.map(({ name, value, colour = muted }) => ({ name, value, colour: colour.light })),
  ];
  const gap = (LINE_OF_TEXT / size.height) * (domain[1] - domain[0]);
  const places = spreadLabels(
    ends.map(({ value }) => value),
    gap,
    domain,
  );
  const labels = ends.map((end, index) => ({ ...end, place: places[index] }));
  const scale = { domain: [...domain], nice: false };
  const names = ends.map(({ name }) => name);
  const colour = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: ends.map(({ colour }) => colour) },
    legend: null,
  } as const;
  const dash = [...curves.map(({ dash }) => [...dash]), ...levels.map(() => [1, 3])];
  const strokeDash = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: dash },
    legend: null,
  } as const;
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    scale: { domain: [...axis.domain], nice: false },
    axis: { title: axis.title, values: [...axis.ticks], format: axis.format, grid: false, labelFlush: false },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    scale,
    axis: { title: null, format, values: [...ticks], domain: false, ticks: false },
  };
  const valuesOf = (some: readonly Curve[]) =>
    some.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
  const lines = (some: readonly Curve[], interpolate: 'linear' | 'step-after') => ({
    data: { values: valuesOf(some) },
    mark: {
      type: 'line' as const,
      interpolate,
      strokeWidth: 1.75,
      point: interpolate === 'linear' &&
        some.every(({ points }) => points.length <= mostDots) && { size: 22 },
    },
    encoding: { x, y, color: colour, strokeDash },
  });
  const banded = valuesOf(curves.filter(({ isBandless }) => !isBandless)).filter(
    ({ low, high }) => typeof low === 'number' && typeof high === 'number',
  );
  const xOf = (value: number) => size.width * shareOf(value, axis.domain);
  const labelled = (some: typeof labels, x: number, as: LabelLayersOptions['as'] = 'beside') =>
    labelLayers(some, { x, scale, colour, as });
  const spec: TopLevelSpec = {
    width: size.width,
    height: size.height,
    background: 'transparent',
    padding: 4,
    description,
    config: chartConfig,
    layer: [
      {
        data: { values: levels.map(({ name, value }) => ({ name, value })) },
        mark: { type: 'rule', strokeWidth: 1 },
        encoding: { y: { field: 'value', type: 'quantitative', scale }, color: colour, strokeDash },
      },
      ...(axis.reached === undefined
        ? labelled(labels, size.width)
        : [
            ...labelled(labels.slice(curves.length), size.width),
            ...labelled(labels.slice(0, curves.length), xOf(axis.reached), 'inside'),
            // The chart is as large from the start as with its curves at their end.
            ...labelled(labels, size.width, 'room'),
          ]),
      {
        data: { values: banded },
        mark: { type: 'area', opacity: 0.16, line: false },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour },
      },
      lines(
        curves.filter(({ isStep }) => isStep),
        'step-after',
      ),
      lines(
        curves.filter(({ isStep }) => !isStep),
        'linear',
      ),
    ],
  };
  return withData(spec, figureData(curves, options));
}

/** A row for each point, then one for each level. */
function figureData(
  curves: readonly Curve[],
  { axis, domain, format, quantity = 'value', levels = [], size = usualSize }: CurveChartOptions,
): FigureData {
  const points = curves.flatMap(({ name, points }) =>
    points.map(({ x, value, low = null, high = null }) => [name, x, value, low, high] as const),
  );
  const measured = [quantity, 'low', 'high'];
  return {
    columns: ['series', axis.name ?? 'x', ...measured],
    rows: [...points, ...levels.map(({ name, value }) => [name, null, value, null, null])],
    marks: {
      places: points.map(([, x, value]) =>
        placeOf(size.width * shareOf(x, axis.domain), size.height * (1 - shareOf(value, domain))),
      ),
      percent: format.endsWith('%') ? measured : [],
      colours: curves.map(({ colour }) => `var(--${colour.token})`),
    },
  };
}

function shareOf(value: number, [from, to]: readonly [number, number]): number {
  return (value - from) / (to - from);
}
