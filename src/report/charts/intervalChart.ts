import type { TopLevelSpec } from 'vega-lite';
import { type Colour, muted } from '../theme/theme.ts';
import { chartConfig } from './chartConfig.ts';
import { placeOf, withData } from './figureData.ts';

/** A share with its interval, in a line of its own. */
export interface IntervalRow {
  readonly name: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface IntervalChartOptions {
  /** Read to people who cannot see the chart. */
  readonly description: string;
  readonly colour: Colour;
  /** What a row is and what is counted of it, in a word each, for the data. */
  readonly columns: readonly [name: string, value: string];
  /** Highest share of the axis; by default 1. */
  readonly highest?: number;
  /** A value to compare the rows with, drawn as a vertical line with its name above it. */
  readonly level?: { readonly name: string; readonly value: number; readonly colour?: Colour } | undefined;
}

// In pixels; the page scales the whole chart.
const WIDTH = 330;
const ROW = 23;
/** As the renderer reckons it, which takes letters for wider than they are: about 22 of them. */
const NAME_WIDTH = 210;

/** Shares as dots with their 95% intervals as lines, one below the other, each with its number. */
export function intervalChart(
  rows: readonly IntervalRow[],
  { description, colour, columns, highest = 1, level }: IntervalChartOptions,
): TopLevelSpec {
  const height = ROW * rows.length;
  const values = rows.map((row, place) => ({ ...row, place: (place + 0.5) * ROW }));
  const line = { color: (level?.colour ?? muted).light };
  const x = {
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [0, highest], nice: false },
    axis: { title: null, format: '.0%', tickCount: 5, domain: false, ticks: false, labelFlush: false },
  };
  const y = {
    field: 'place',
    type: 'quantitative' as const,
    scale: { domain: [0, height], reverse: true, nice: false },
    axis: null,
  };
  const spec: TopLevelSpec = {
    width: WIDTH,
    height,
    background: 'transparent',
    padding: 4,
    description,
    config: chartConfig,
    layer: [
      {
        data: { values: level ? [level] : [] },
        mark: { type: 'rule', strokeDash: [3, 2], strokeWidth: 1.25, ...line },
        encoding: { x },
      },
      {
        data: { values: level ? [level] : [] },
        mark: { type: 'text', baseline: 'bottom', fontSize: 12, ...line },
        encoding: { x, y: { value: -5 }, text: { field: 'name' } },
      },
      {
        data: { values: values.filter(({ low, high }) => low !== null && high !== null) },
        mark: { type: 'rule', color: colour.light, strokeWidth: 3, opacity: 0.35 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, color: colour.light, size: 42, opacity: 1 },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: {
          type: 'text',
          align: 'right',
          baseline: 'middle',
          fontSize: 12,
          limit: NAME_WIDTH,
          color: muted.light,
        },
        encoding: { x: { value: -10 }, y, text: { field: 'name' } },
      },
      {
        data: { values },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12, color: muted.light },
        encoding: { x: { value: WIDTH + 12 }, y, text: { field: 'value', format: '.1%' } },
      },
    ],
  };
  return withData(spec, {
    columns: [...columns, 'low', 'high'],
    rows: [
      ...rows.map(({ name, value, low, high }) => [name, value, low, high]),
      ...(level ? [[level.name, level.value, null, null]] : []),
    ],
    marks: {
      places: values.map(({ value, place }) => placeOf((WIDTH * value) / highest, place)),
      percent: [columns[1], 'low', 'high'],
      colours: [`var(--${colour.token})`],
    },
  });
}
