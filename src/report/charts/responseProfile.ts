import { ringLevels } from '../../spectrum/split/ringLevels.ts';
import { largest, smallest } from '../../statistics/extremes.ts';
import { muted } from '../theme/theme.ts';
import { type FigureData, placeOf } from './figureData.ts';
import { MAP_SIDE } from './responseMap.ts';
import { spreadLabels } from './spreadLabels.ts';

/** One curve, labelled with its name where it ends. */
export interface Response {
  readonly name: string;
  /** As `#rrggbb`. */
  readonly colour: string;
  /** Centred, side × side. */
  readonly power: Float64Array;
}

// In pixels; the page scales the whole chart.
const WIDTH = 300;
const LINE_OF_TEXT = 15;

/**
 * Mean power at each distance from zero frequency, in decibels relative to the mean of all bins, as a view of a Vega-Lite
 * chart.
 *
 * @param radius where a vertical line is drawn, in bins
 */
export function responseProfile(responses: readonly Response[], radius: number) {
  const { curves, domain } = curvesOf(responses);
  const ends = curves.map(({ points }) => points.at(-1)!.dB);
  const places = spreadLabels(ends, (LINE_OF_TEXT / MAP_SIDE) * (domain[1] - domain[0]), domain);
  const labels = curves.map(({ name }, index) => ({ name, place: places[index] }));
  const y = { type: 'quantitative', scale: { domain, nice: false } } as const;
  const colour = {
    field: 'name',
    type: 'nominal',
    scale: { domain: curves.map(({ name }) => name), range: curves.map(({ colour }) => colour) },
    legend: null,
  } as const;
  return {
    width: WIDTH,
    height: MAP_SIDE,
    title: 'mean power at each distance from the centre, in dB',
    layer: [
      {
        data: { values: [{ r: radius }] },
        mark: { type: 'rule', color: muted.light, strokeDash: [3, 2] },
        encoding: { x: { field: 'r', type: 'quantitative' } },
      },
      {
        data: { values: curves.flatMap(({ name, points }) => points.map((point) => ({ name, ...point }))) },
        mark: { type: 'line', strokeWidth: 1.75 },
        encoding: {
          x: {
            field: 'r',
            type: 'quantitative',
            scale: { domain: [0, curves[0].points.at(-1)!.r], nice: false },
            axis: { title: 'distance, in bins', values: [0, 4, 8, 12, 16, 20], grid: false },
          },
          y: { field: 'dB', ...y, axis: { title: null, domain: false, ticks: false, tickCount: 6 } },
          color: colour,
        },
      },
      {
        data: { values: labels },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: 12 },
        encoding: {
          x: { value: WIDTH + 8 },
          y: { field: 'place', ...y },
          text: { field: 'name' },
          color: colour,
        },
      },
    ],
  } as const;
}

/**
 * The values of the curves.
 *
 * @param colours CSS colours of the responses
 * @param plot selector of the view in the drawing
 */
export function responseData(
  responses: readonly Response[],
  { colours, plot }: { readonly colours: readonly string[]; readonly plot: string },
): FigureData {
  const { curves, domain } = curvesOf(responses);
  const [low, high] = domain;
  const rows = curves.flatMap(({ name, points }) => points.map(({ r, dB }) => [name, r, dB] as const));
  const last = curves[0].points.at(-1)!.r;
  const places = rows.map(([, r, dB]) =>
    placeOf((WIDTH * r) / last, (MAP_SIDE * (high - dB)) / (high - low)),
  );
  return { columns: ['layer', 'distance', 'dB'], rows, marks: { places, colours, plot } };
}

function curvesOf(responses: readonly Response[]) {
  const curves = responses.map((response) => ({ ...response, points: ringLevels(response.power) }));
  const levels = curves.flatMap(({ points }) => points.map(({ dB }) => dB));
  const domain: [number, number] = [
    5 * Math.floor(smallest(levels, -5) / 5),
    5 * Math.ceil(largest(levels, 5) / 5),
  ];
  return { curves, domain };
}
