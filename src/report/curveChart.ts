import type { TopLevelSpec } from 'vega-lite';
import { chartConfig } from './chartConfig.ts';
import { spreadLabels } from './spreadLabels.ts';
import { muted, type Stroke } from './theme.ts';

/** One curve, labelled with its name where it ends. */
export interface Curve extends Stroke {
  readonly name: string;
  /** At least one point, epochs ascending. */
  readonly points: readonly { readonly epoch: number; readonly value: number }[];
}

export interface CurveChartOptions {
  /** Read to people who cannot see the chart. */
  readonly description: string;
  /** Lowest and highest value of the vertical axis. */
  readonly domain: readonly [number, number];
  /** d3 format of the vertical axis's numbers. */
  readonly format: string;
  readonly ticks: readonly number[];
  /** A level to compare the curves with, drawn as a thin line. */
  readonly level?: { readonly name: string; readonly value: number };
}

// In pixels; the page scales the whole chart.
const WIDTH = 330;
const HEIGHT = 250;
const LINE_OF_TEXT = 14;

/** Curves over epochs with direct labels; later curves lie on top of earlier ones. */
export function curveChart(
  curves: readonly Curve[],
  { description, domain, format, ticks, level }: CurveChartOptions,
): TopLevelSpec {
  const ends = curves.map(({ name, colour, points }) => ({
    name,
    colour: colour.light,
    value: points.at(-1)!.value,
  }));
  if (level) ends.push({ ...level, colour: muted.light });
  const gap = (LINE_OF_TEXT / HEIGHT) * (domain[1] - domain[0]);
  const places = spreadLabels(
    ends.map(({ value }) => value),
    gap,
    domain,
  );
  const labels = ends.map((end, index) => ({ ...end, place: places[index] }));
  const values = curves.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));

  const last = Math.max(1, ...values.map(({ epoch }) => epoch));
  const scale = { domain: [...domain], nice: false };
  const names = ends.map(({ name }) => name);
  const colour = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: ends.map(({ colour }) => colour) },
    legend: null,
  } as const;
  const dash = [...curves.map(({ dash }) => [...dash]), ...(level ? [[1, 3]] : [])];
  const strokeDash = {
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: dash },
    legend: null,
  } as const;
  return {
    width: WIDTH,
    height: HEIGHT,
    background: 'transparent',
    padding: 4,
    description,
    config: chartConfig,
    layer: [
      {
        data: { values: level ? [level] : [] },
        mark: { type: 'rule', strokeWidth: 1 },
        encoding: { y: { field: 'value', type: 'quantitative', scale }, color: colour, strokeDash },
      },
      {
        data: { values: labels },
        mark: { type: 'rule', strokeWidth: 0.75 },
        encoding: {
          x: { value: WIDTH + 3 },
          x2: { value: WIDTH + 15 },
          y: { field: 'value', type: 'quantitative', scale },
          y2: { field: 'place' },
          color: colour,
        },
      },
      {
        data: { values: labels },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
        encoding: {
          x: { value: WIDTH + 19 },
          y: { field: 'place', type: 'quantitative', scale },
          text: { field: 'name' },
          color: colour,
        },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.75, point: last <= 5 ? { size: 22 } : false },
        encoding: {
          x: {
            field: 'epoch',
            type: 'quantitative',
            scale: { domain: [Math.min(1, last - 1), last], nice: false },
            axis: { title: 'epoch', values: epochTicks(last), format: 'd', grid: false },
          },
          y: {
            field: 'value',
            type: 'quantitative',
            scale,
            axis: { title: null, format, values: [...ticks], domain: false, ticks: false },
          },
          color: colour,
          strokeDash,
        },
      },
    ],
  };
}

/** Whole numbers for an axis that ends at `last`, about six. */
export function epochTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => last / size <= 6) ?? Math.ceil(last / 6);
  const ticks: number[] = step === 1 ? [] : [1];
  for (let epoch = step; epoch <= last; epoch += step) ticks.push(epoch);
  return ticks;
}
