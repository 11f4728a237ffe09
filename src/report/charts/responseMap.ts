import type { FigureTable } from './figureData.ts';

/** Height and width of a map, in pixels; the page scales the whole chart. */
export const MAP_SIDE = 192;

/** What lies beyond has the colour of the end. In decibels relative to the mean of all bins. */
const RANGE = [-20, 10] as const;

export interface ResponseMapOptions {
  readonly title: string;
  /** A circle to draw around zero frequency, in bins. */
  readonly radius: number;
}

/**
 * A spectrum's power by frequency, zero in the middle, as a view of a Vega-Lite chart.
 *
 * @param power centred, side × side
 */
export function responseMap(power: Float64Array, { title, radius }: ResponseMapOptions) {
  const side = Math.sqrt(power.length);
  const centre = Math.floor(side / 2);
  const values = levelsOf(power).map(({ dB, ...bin }) => ({
    ...bin,
    dB: Number(Math.min(Math.max(dB, RANGE[0]), RANGE[1]).toFixed(1)),
  }));
  // A bin is a square around its frequency.
  const domain = [-centre - 0.5, side - centre - 0.5];
  const axis = { values: [-centre, -centre / 2, 0, centre / 2], grid: false, title: null, domain: false };
  const x = { type: 'quantitative', scale: { domain, nice: false, zero: false }, axis } as const;
  const y = { ...x, scale: { ...x.scale, reverse: true } } as const;
  const level = {
    field: 'dB',
    type: 'quantitative',
    scale: { domain: [...RANGE], scheme: 'viridis' },
  } as const;
  const legend = { title: 'dB', values: [-20, -10, 0, 10], gradientLength: MAP_SIDE, gradientThickness: 10 };
  return {
    width: MAP_SIDE,
    height: MAP_SIDE,
    title,
    layer: [
      {
        data: { values },
        transform: ['u', 'v'].flatMap((field) => [
          { calculate: `datum.${field} - 0.5`, as: `${field}0` },
          { calculate: `datum.${field} + 0.5`, as: `${field}1` },
        ]),
        // The thin edge in the same colour closes the seams between squares.
        mark: { type: 'rect', aria: false, strokeWidth: 0.9 },
        encoding: {
          x: { field: 'v0', ...x },
          x2: { field: 'v1' },
          y: { field: 'u0', ...y },
          y2: { field: 'u1' },
          color: { ...level, legend },
          stroke: { ...level, legend: null },
        },
      },
      {
        data: { values: [{ u: 0, v: 0 }] },
        mark: {
          type: 'point',
          filled: false,
          stroke: '#ffffff',
          strokeWidth: 1.25,
          strokeDash: [3, 2],
          // Vega draws a circle of area π/4 · size.
          size: ((2 * radius * MAP_SIDE) / side) ** 2,
        },
        encoding: { x: { field: 'v', ...x }, y: { field: 'u', ...y } },
      },
    ],
  } as const;
}

/** The bins of maps, and how much power each has; without an end of the scale. */
export function mapData(
  maps: readonly { readonly name: string; readonly power: Float64Array }[],
): FigureTable {
  const rows = maps.flatMap(({ name, power }) =>
    levelsOf(power).map(({ u, v, dB }) => [name, u, v, Number.isFinite(dB) ? Number(dB.toFixed(2)) : null]),
  );
  return { columns: ['layer', 'u', 'v', 'dB'], rows };
}

/** Each bin's power in decibels, relative to the mean of all bins. */
function levelsOf(power: Float64Array) {
  const side = Math.sqrt(power.length);
  const centre = Math.floor(side / 2);
  const mean = power.reduce((sum, value) => sum + value, 0) / power.length;
  return Array.from(power, (value, bin) => ({
    u: Math.floor(bin / side) - centre,
    v: (bin % side) - centre,
    dB: 10 * Math.log10(value / mean),
  }));
}
